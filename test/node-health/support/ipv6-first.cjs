// Loaded first, makes `localhost` ::1 before 127.0.0.1, as the file of hosts of some systems does.
const dns = require('node:dns');

const ADDRESSES = [
  { address: '::1', family: 6 },
  { address: '127.0.0.1', family: 4 },
];
const { lookup } = dns;

dns.lookup = (host, options, callback) => {
  if (host !== 'localhost') return lookup(host, options, callback);
  const [{ address, family }] = ADDRESSES;
  process.nextTick(() => (options.all ? callback(null, ADDRESSES) : callback(null, address, family)));
};
