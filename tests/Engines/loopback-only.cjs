// Loaded before the client: its peer-to-peer sockets bind 0.0.0.0 whatever the flags say, and a test client is nobody
// else's business. Every listener of this process gets the loopback address instead.
const dgram = require('node:dgram');
const net = require('node:net');

const LOOPBACK = '127.0.0.1';
const ANYWHERE = [undefined, '0.0.0.0', '::'];

const confined = (host) => (ANYWHERE.includes(host) ? LOOPBACK : host);
const isPort = (value) => typeof value === 'number' || /^\d+$/.test(value);

/** Both listen and bind take either (port, host, …) or ({ port, host or address }, …). */
function confine(prototype, method, hostKey) {
  const original = prototype[method];
  prototype[method] = function (first, ...rest) {
    if (isPort(first)) {
      const hostGiven = typeof rest[0] === 'string';
      return original.call(this, first, confined(hostGiven ? rest.shift() : undefined), ...rest);
    }

    if (typeof first === 'object' && first !== null && 'port' in first) {
      return original.call(this, { ...first, [hostKey]: confined(first[hostKey]) }, ...rest);
    }

    return original.call(this, first, ...rest);
  };
}

confine(net.Server.prototype, 'listen', 'host');
confine(dgram.Socket.prototype, 'bind', 'address');
