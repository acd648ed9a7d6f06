// A client that catches up while transactions arrive keeps some that are in its chain by then. As long as one of them
// is in the pool, it takes none of that account's later ones, for hours.
import { createAddressFromString } from '@ethereumjs/util';

import { TxPool } from './client-modules.mjs';

export function passOverIncludedTransactions() {
  TxPool.prototype.txsByPriceAndNonce = lookingAtTheRest(TxPool.prototype.txsByPriceAndNonce);
}

/** Chooses from a view: the state asked may be that of a block that is never used, so nothing is removed for good. */
function lookingAtTheRest(txsByPriceAndNonce) {
  return async function (vm, options) {
    const executable = new Map();
    for (const [address, pooled] of this.pool) {
      const account = await vm.stateManager.getAccount(createAddressFromString(`0x${address}`));
      const nonce = account?.nonce ?? 0n;
      const left = pooled.filter(({ tx }) => tx.nonce >= nonce);
      if (left.length > 0) {
        executable.set(address, left);
      }
    }

    return txsByPriceAndNonce.call(Object.create(this, { pool: { value: executable } }), vm, options);
  };
}
