// An execution client as op-node expects one: EthereumJS plus the payload attributes of the OP Stack.
//
//   node --require ./loopback-only.cjs op-client.mjs <flags of @ethereumjs/client>
//
// It knows no deposits (transaction type 0x7e): forced transactions are ordinary signed ones here.
import { runCommandLine } from './client-modules.mjs';
import { acceptOpAttributes } from './op-attributes.mjs';
import { answerAsSpecified } from './spec-answers.mjs';
import { passOverIncludedTransactions } from './transaction-pool.mjs';

// These change prototypes, so they come before the client makes its instances.
acceptOpAttributes();
answerAsSpecified();
passOverIncludedTransactions();

await runCommandLine();
