// Teaches the client the OP Stack's payload attributes: transactions, noTxPool, gasLimit, eip1559Params, minBaseFee.
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';

import { createTxFromRLP } from '@ethereumjs/tx';
import { bytesToHex, hexToBytes } from '@ethereumjs/util';
import { buildBlock } from '@ethereumjs/vm';

import { Engine, PendingBlock } from './client-modules.mjs';
import { rpcError } from './spec-answers.mjs';

const INVALID_PAYLOAD_ATTRIBUTES = -38003;
const PAYLOAD_VERSION = 3;
const BUILDS_KEPT = 2;
const OP_FIELDS = ['transactions', 'noTxPool', 'gasLimit', 'eip1559Params', 'minBaseFee'];

// The engine module hands its block builder only the fields it knows, so the others travel beside the call.
const opAttributesOfCall = new AsyncLocalStorage();

// Builders whose block must hold the forced transactions and nothing else.
const withoutPool = new WeakSet();

const emptyPool = { txsByPriceAndNonce: async () => [], removeByHash() {} };

export function acceptOpAttributes() {
  for (const method of ['forkchoiceUpdatedV2', 'forkchoiceUpdatedV3']) {
    Engine.prototype[method] = separatingOpAttributes(Engine.prototype[method]);
  }

  PendingBlock.prototype.start = startingOpBuilds(PendingBlock.prototype.start);
  PendingBlock.prototype.build = leavingThePoolAlone(PendingBlock.prototype.build);
}

/** Takes the OP fields out of the attributes: the client counts the fields and refuses any it does not know. */
function separatingOpAttributes(forkchoiceUpdated) {
  return async function ([state, attributes, ...rest]) {
    if (attributes) {
      // For whoever has to know how often a build was asked for: the client's own log does not tell.
      console.log(`attributes for ${state.headBlockHash} at ${Number(attributes.timestamp)}`);
    }

    if (!attributes || !OP_FIELDS.some((field) => field in attributes)) {
      return forkchoiceUpdated.call(this, [state, attributes, ...rest]);
    }

    const { op, plain } = split(attributes);
    if (op.gasLimit === undefined) {
      throw rpcError(INVALID_PAYLOAD_ATTRIBUTES, 'gasLimit parameter is required');
    }

    return opAttributesOfCall.run(op, () => forkchoiceUpdated.call(this, [state, plain, ...rest]));
  };
}

function split(attributes) {
  const plain = { ...attributes };
  const op = {};
  for (const field of OP_FIELDS) {
    if (attributes[field] !== undefined && attributes[field] !== null) {
      op[field] = attributes[field];
    }

    delete plain[field];
  }

  return { op, plain };
}

function startingOpBuilds(startPlain) {
  return async function (vm, parent, header, withdrawals) {
    const op = opAttributesOfCall.getStore();
    if (!op) {
      return startPlain.call(this, vm, parent, header, withdrawals);
    }

    const payloadId = payloadIdOf(parent, header, withdrawals, op);
    const key = bytesToHex(payloadId);
    if (this.pendingPayloads.has(key)) {
      return payloadId;
    }

    this.pruneSetToMax(BUILDS_KEPT);
    const builder = await openBlock(vm, parent, header, withdrawals, op);
    await addForced(builder, op.transactions ?? [], vm.common);
    this.pendingPayloads.set(key, builder);
    if (op.noTxPool) {
      withoutPool.add(builder);
    } else {
      await addFromPool(this, builder, vm);
    }

    this.constructBlobsBundle(key, []);
    return payloadId;
  };
}

/** Equal attributes get an equal id, on every client: a caller that repeats itself must meet its running build. */
function payloadIdOf(parent, header, withdrawals, op) {
  const build = JSON.stringify([bytesToHex(parent.hash()), header, withdrawals, op]);
  const id = new Uint8Array(createHash('sha256').update(build).digest().subarray(0, 8));
  id[0] = PAYLOAD_VERSION;
  return id;
}

async function openBlock(vm, parent, header, withdrawals, op) {
  const number = parent.header.number + 1n;
  vm.common.setHardforkBy({ blockNumber: number, timestamp: header.timestamp });
  await vm.stateManager.setStateRoot(parent.header.stateRoot);

  const headerData = {
    ...header,
    number,
    gasLimit: BigInt(op.gasLimit),
    baseFeePerGas: parent.header.calcNextBaseFee(),
  };
  if (op.eip1559Params) {
    headerData.extraData = extraDataOf(op);
  }

  return buildBlock(vm, {
    parentBlock: parent,
    headerData,
    withdrawals,
    blockOpts: { putBlockIntoBlockchain: false, setHardfork: true },
  });
}

/** Holocene: version 0, denominator, elasticity. Jovian: version 1 and the minimum base fee behind them. */
function extraDataOf({ eip1559Params, minBaseFee }) {
  const chainDefaults = '000000fa00000006';
  const given = eip1559Params.slice(2);
  const params = /^0+$/.test(given) ? chainDefaults : given;
  if (minBaseFee === undefined) {
    return `0x00${params}`;
  }

  return `0x01${params}${BigInt(minBaseFee).toString(16).padStart(16, '0')}`;
}

async function addForced(builder, transactions, common) {
  for (const [index, raw] of transactions.entries()) {
    try {
      await builder.addTransaction(createTxFromRLP(hexToBytes(raw), { common }));
    } catch (error) {
      await builder.revert();
      throw rpcError(INVALID_PAYLOAD_ATTRIBUTES, `transaction ${index} is not valid: ${error.message}`);
    }
  }
}

async function addFromPool(pending, builder, vm) {
  const forced = new Set(builder.transactions.map((transaction) => bytesToHex(transaction.hash())));
  const offered = await pending.txPool.txsByPriceAndNonce(vm, {
    baseFee: builder.headerData.baseFeePerGas,
    allowedBlobs: 0,
  });
  await pending.addTransactions(
    builder,
    offered.filter((transaction) => !forced.has(bytesToHex(transaction.hash()))),
  );
}

/** Closing a block looks into the pool once more; a block without the pool must not. */
function leavingThePoolAlone(build) {
  return function (payloadId) {
    const key = typeof payloadId === 'string' ? payloadId : bytesToHex(payloadId);
    const closed = withoutPool.has(this.pendingPayloads.get(key));
    return build.call(closed ? Object.create(this, { txPool: { value: emptyPool } }) : this, payloadId);
  };
}
