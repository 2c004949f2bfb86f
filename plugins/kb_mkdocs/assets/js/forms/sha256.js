// SHA-256 (FIPS 180-4) of a text in UTF-8, as hexadecimal. The browser's own is not there on file:// nor on plain http.
(function (root) {
  "use strict";

  const rotated = (word, by) => (word >>> by) | (word << (32 - by));
  const PRIMES = primes(64);
  const START = PRIMES.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
  const ROUND = PRIMES.map((prime) => fraction(Math.cbrt(prime)));

  function primes(count) {
    const found = [];
    for (let number = 2; found.length < count; number++) if (found.every((prime) => number % prime)) found.push(number);
    return found;
  }

  // The first 32 bits behind the point.
  function fraction(number) {
    return ((number - Math.floor(number)) * 0x100000000) | 0;
  }

  function hex(text) {
    const bytes = padded(new TextEncoder().encode(text));
    const state = START.slice();
    for (let at = 0; at < bytes.length; at += 64) compress(state, new DataView(bytes.buffer, at, 64));
    return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  }

  // A single one, zeros, and the length in bits: whole blocks of 64 bytes.
  function padded(message) {
    const bytes = new Uint8Array((((message.length + 8) >> 6) + 1) << 6);
    bytes.set(message);
    bytes[message.length] = 0x80;
    const view = new DataView(bytes.buffer);
    view.setUint32(bytes.length - 8, Math.floor(message.length / 0x20000000));
    view.setUint32(bytes.length - 4, message.length << 3);
    return bytes;
  }

  function compress(state, block) {
    const words = Array.from({ length: 16 }, (_, index) => block.getInt32(index * 4));
    for (let index = 16; index < 64; index++) {
      const early = words[index - 15];
      const late = words[index - 2];
      const small0 = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3);
      const small1 = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10);
      words[index] = (words[index - 16] + small0 + words[index - 7] + small1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let index = 0; index < 64; index++) {
      const big1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
      const one = (h + big1 + ((e & f) ^ (~e & g)) + ROUND[index] + words[index]) | 0;
      const big0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
      const two = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, index) => { state[index] = (state[index] + word) | 0; });
  }

  root.kbSha256 = { hex };
})(globalThis);
