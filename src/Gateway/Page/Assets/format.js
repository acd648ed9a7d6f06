// Words and numbers as a person reads them.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const REASONS = {
  none: ['', 'The builder\'s block was answered.'],
  no_builder: ['no builder', 'No builder is configured.'],
  mode_disabled: ['mode disabled', 'The execution mode is disabled.'],
  dry_run: ['dry run', 'The builder\'s block was valid; the mode says to answer local\'s.'],
  no_tx_pool: ['no pool', 'The attributes say noTxPool: there was nothing for a builder to choose.'],
  unknown_build: ['unknown build', 'This gateway did not see the build start.'],
  unknown_version: ['unknown version', 'No newPayload is known that would validate this version of getPayload.'],
  builder_syncing: ['builder syncing', 'The builder does not follow the chain yet.'],
  builder_unhealthy: ['builder unhealthy', 'The builder is unhealthy, and such a builder is left alone.'],
  builder_unreachable: ['builder unreachable', 'There is no connection to the builder.'],
  builder_timeout: ['builder too late', 'The builder\'s share of the time was used up.'],
  builder_no_payload_id: ['no payload id', 'The builder never acknowledged the build.'],
  builder_error: ['builder error', 'The builder answered with an error.'],
  builder_malformed: ['malformed', 'The builder\'s answer is not a payload.'],
  builder_too_large: ['too large', 'The builder\'s answer is over the limit.'],
  attributes_mismatch: ['wrong attributes', 'The builder\'s block does not fit the attributes.'],
  duplicate_block: ['duplicate', 'The builder\'s block was answered for another payload id.'],
  not_valid: ['not valid', 'Local did not call the builder\'s block VALID.'],
  validation_failed: ['not validated', 'Local did not say whether the builder\'s block is valid.'],
  policy: ['policy', 'The selection policy preferred local\'s block.'],
  internal_error: ['internal error', 'Something broke in the gateway; its log has more.'],
  breaker_open: ['breaker open', 'The builder failed too often lately.'],
  breaker_probe: ['breaker probe', 'The builder\'s block was only checked, and it was valid.'],
  held_by_another: ['held by another', 'Another gateway is the builder\'s writer.'],
  cluster_away: ['cluster away', 'The cluster does not answer, and this gateway is not the writer.'],
  superseded: ['superseded', 'A newer head or build came first.'],
};
const INTENDED = new Set(['none', 'no_builder', 'mode_disabled', 'dry_run', 'no_tx_pool', 'policy', 'breaker_probe']);
const STAGES = {
  local_forkchoice: 'local forkchoiceUpdated',
  builder_acknowledged: 'builder\'s acknowledgement',
  local_payload: 'local getPayload',
  builder_payload: 'builder getPayload',
  validation: 'validation by local',
  decision: 'decision',
};

export const reasonName = (reason) => REASONS[reason]?.[0] ?? words(reason);
export const reasonMeaning = (reason) => REASONS[reason]?.[1] ?? words(reason);
export const stageName = (stage) => STAGES[stage] ?? words(stage);
/** Whether a block is local's although the builder's was wanted. */
export const isFallback = (block) => block.source === 'local' && !INTENDED.has(block.reason);
export const words = (text) => String(text).replaceAll('_', ' ');
export const count = (number) => (number === null || number === undefined ? '–' : whole.format(number));

export function gas(amount) {
  if (amount === null || amount === undefined) return '–';
  return amount >= 1e6 ? `${(amount / 1e6).toFixed(2)} M` : amount >= 1e3 ? `${(amount / 1e3).toFixed(1)} k` : String(amount);
}

export function ms(time) {
  if (time === null || time === undefined) return '–';
  if (time >= 10000) return `${(time / 1000).toFixed(1)} s`;
  return `${time >= 100 ? time.toFixed(0) : time.toFixed(time >= 10 ? 1 : 2)} ms`;
}

export function seconds(time) {
  if (time === null || time === undefined) return '–';
  if (time < 60) return `${time < 10 ? time.toFixed(1) : time.toFixed(0)} s`;
  if (time < 3600) return `${Math.floor(time / 60)} min`;
  return time < 86400 ? `${Math.floor(time / 3600)} h` : `${Math.floor(time / 86400)} d`;
}

export const clock = (text) => new Date(text).toLocaleTimeString('en-GB', { hour12: false });
export const moment = (text) => `${text.slice(0, 10)} ${clock(text)}`;
export const short = (hex) => (hex ? `${hex.slice(0, 8)}…${hex.slice(-4)}` : '–');
export const percent = (part, all) => (all === 0 ? '–' : `${Math.round((100 * part) / all)} %`);

export function bytes(amount) {
  return amount >= 1048576 ? `${(amount / 1048576).toFixed(1)} MiB`
    : amount >= 1024 ? `${(amount / 1024).toFixed(1)} KiB` : `${amount} B`;
}
