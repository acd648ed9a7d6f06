// Places where the client's answers differ from the Engine API's specification, put right.
import { Engine } from './client-modules.mjs';

const UNKNOWN_PAYLOAD = -38001;
const INVALID_FORKCHOICE_STATE = -38002;
const INVALID_PAYLOAD_ATTRIBUTES = -38003;
const UNKNOWN_PAYLOAD_OF_CLIENT = -32001;
const ANSWERS_KEPT = 64;

/** What the client throws: it turns such an object into a JSON-RPC error. */
export const rpcError = (code, message) => ({ code, message });

export function answerAsSpecified() {
  Engine.prototype.getPayload = answeringTheSameTwice(Engine.prototype.getPayload);
  Engine.prototype.forkchoiceUpdated = namingForkchoiceErrors(Engine.prototype.forkchoiceUpdated);
  Engine.prototype.exchangeCapabilities = listingMethodsOnly(Engine.prototype.exchangeCapabilities);
}

/** A second getPayload answers what the first did: the client would leave out the requests. */
function answeringTheSameTwice(getPayload) {
  const answersOf = new WeakMap();
  return async function (params, version) {
    const answers = answersOf.get(this) ?? answersOf.set(this, new Map()).get(this);
    const key = `${params[0]} ${version}`;
    if (answers.has(key)) {
      return answers.get(key);
    }

    const answer = await getPayload.call(this, params, version).catch((error) => {
      throw error?.code === UNKNOWN_PAYLOAD_OF_CLIENT ? rpcError(UNKNOWN_PAYLOAD, error.message) : error;
    });
    answers.set(key, answer);
    if (answers.size > ANSWERS_KEPT) {
      answers.delete(answers.keys().next().value);
    }

    return answer;
  };
}

/** The client calls these invalid parameters; the specification has codes of their own for them. */
function namingForkchoiceErrors(forkchoiceUpdated) {
  const codes = [
    [/invalid timestamp in payloadAttributes/, INVALID_PAYLOAD_ATTRIBUTES],
    [/safe block can not be zero/, INVALID_FORKCHOICE_STATE],
  ];
  return async function (params) {
    try {
      return await forkchoiceUpdated.call(this, params);
    } catch (error) {
      const found = codes.find(([pattern]) => pattern.test(error?.message));
      throw found ? rpcError(found[1], error.message) : error;
    }
  };
}

/** The client lists every function of its class, also those that are no methods of the API. */
function listingMethodsOnly(exchangeCapabilities) {
  return function (params) {
    return exchangeCapabilities.call(this, params).filter((name) => /V\d+$/.test(name));
  };
}
