// The parts of the client that we change are not exported by its package, so they are reached by path. That is safe
// only because package.json pins the exact version.
const client = './node_modules/@ethereumjs/client/dist/esm';

export const { Engine } = await import(`${client}/src/rpc/modules/engine/engine.js`);
export const { PendingBlock } = await import(`${client}/src/miner/pendingBlock.js`);
export const { TxPool } = await import(`${client}/src/service/txpool.js`);

/** Runs the client's own command line with the flags of this process. */
export const runCommandLine = () => import(`${client}/bin/cli.js`);
