// Writes raw signed transfers of the three funded accounts of genesis.json, each with nonces 0, 1, 2, …:
//
//   node sign.mjs COUNT   ->   {"forced":["0x02…", …],"mirrored":[…],"builderOnly":[…]}
//
// One account per way into a block, so that a transaction that takes one way never waits for the nonce of another.
import { Mainnet, createCustomCommon } from '@ethereumjs/common';
import { createFeeMarket1559Tx } from '@ethereumjs/tx';
import { bytesToHex, hexToBytes } from '@ethereumjs/util';

// Keys of the public mnemonic "test test test … junk" that every development chain funds.
const KEYS = {
  forced: '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  mirrored: '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
  builderOnly: '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a',
};
const CHAIN_ID = 4242;
const RECIPIENT = '0x4200000000000000000000000000000000000015';
const GWEI = 10n ** 9n;

const count = Number(process.argv[2]);
if (!Number.isInteger(count) || count < 0) {
  console.error('usage: node sign.mjs COUNT');
  process.exit(2);
}

const common = createCustomCommon({ chainId: CHAIN_ID }, Mainnet, { hardfork: 'prague' });
const signed = Object.fromEntries(
  Object.entries(KEYS).map(([way, key]) => [way, Array.from({ length: count }, (_, nonce) => sign(key, nonce))]),
);
console.log(JSON.stringify(signed));

function sign(key, nonce) {
  // A fee cap far above the genesis base fee: the transfers stay valid however full the blocks before them are.
  const transfer = {
    chainId: CHAIN_ID,
    nonce,
    maxPriorityFeePerGas: GWEI,
    maxFeePerGas: 1000n * GWEI,
    gasLimit: 21_000,
    to: RECIPIENT,
    value: nonce + 1,
  };
  return bytesToHex(createFeeMarket1559Tx(transfer, { common }).sign(hexToBytes(key)).serialize());
}
