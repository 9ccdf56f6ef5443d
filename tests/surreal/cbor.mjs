// CBOR, as far as the engine speaks it. Integers are BigInt, floats keep being floats, and what has
// a type of its own in SurrealDB (record ids, times, ...) is a tag.

export class Tag {
  constructor(number, value) {
    this.number = number;
    this.value = value;
  }
}

export class Float {
  constructor(value) {
    this.value = value;
  }
}

export const TAG_NONE = 6;
export const TAG_TABLE = 7;
export const TAG_RECORD_ID = 8;
export const TAG_UUID_TEXT = 9;
export const TAG_DECIMAL = 10;
export const TAG_DATETIME = 12;
export const TAG_DURATION = 14;
export const TAG_UUID = 37;

const MAJOR = { POSITIVE: 0, NEGATIVE: 1, BYTES: 2, TEXT: 3, ARRAY: 4, MAP: 5, TAG: 6, OTHER: 7 };

function head(major, n) {
  const number = BigInt(n);
  if (number < 24n) return Buffer.of((major << 5) | Number(number));
  const [extra, size] =
    number < 0x100n
      ? [24, 1]
      : number < 0x10000n
        ? [25, 2]
        : number < 0x100000000n
          ? [26, 4]
          : [27, 8];
  const out = Buffer.alloc(1 + size);
  out[0] = (major << 5) | extra;
  if (size === 8) out.writeBigUInt64BE(number, 1);
  else out.writeUIntBE(Number(number), 1, size);
  return out;
}

function pieces(value, out) {
  if (value === null) out.push(Buffer.of(0xf6));
  else if (value === undefined) out.push(head(MAJOR.TAG, TAG_NONE), Buffer.of(0xf6));
  else if (typeof value === 'boolean') out.push(Buffer.of(value ? 0xf5 : 0xf4));
  else if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    out.push(head(MAJOR.TEXT, bytes.length), bytes);
  } else if (typeof value === 'number' || typeof value === 'bigint') {
    out.push(value >= 0 ? head(MAJOR.POSITIVE, value) : head(MAJOR.NEGATIVE, -1n - BigInt(value)));
  } else if (value instanceof Tag) {
    out.push(head(MAJOR.TAG, value.number));
    pieces(value.value, out);
  } else if (Array.isArray(value)) {
    out.push(head(MAJOR.ARRAY, value.length));
    for (const item of value) pieces(item, out);
  } else {
    const entries = value instanceof Map ? [...value] : Object.entries(value);
    out.push(head(MAJOR.MAP, entries.length));
    for (const entry of entries) entry.forEach((part) => pieces(part, out));
  }
  return out;
}

export const encode = (value) => Buffer.concat(pieces(value, []));

function half(bits) {
  const sign = bits >> 15 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const mantissa = bits & 1023;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa ? NaN : sign * Infinity;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

export function decode(bytes) {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  const take = (n) => (at += n) - n;

  const argument = (extra) => {
    if (extra < 24) return BigInt(extra);
    if (extra === 27) return buffer.readBigUInt64BE(take(8));
    const size = 1 << (extra - 24);
    return BigInt(buffer.readUIntBE(take(size), size));
  };
  const other = (extra) => {
    if (extra === 20 || extra === 21) return extra === 21;
    if (extra === 22) return null;
    if (extra === 23) return undefined;
    if (extra === 25) return new Float(half(buffer.readUInt16BE(take(2))));
    if (extra === 26) return new Float(buffer.readFloatBE(take(4)));
    if (extra === 27) return new Float(buffer.readDoubleBE(take(8)));
    throw Error(`CBOR: simple value ${extra}`);
  };
  const read = () => {
    const first = buffer[take(1)];
    const major = first >> 5;
    if (major === MAJOR.OTHER) return other(first & 31);
    const n = argument(first & 31);
    const length = Number(n);
    switch (major) {
      case MAJOR.POSITIVE:
        return n;
      case MAJOR.NEGATIVE:
        return -1n - n;
      case MAJOR.BYTES:
        return buffer.subarray(take(length), at);
      case MAJOR.TEXT:
        return buffer.toString('utf8', take(length), at);
      case MAJOR.ARRAY:
        return Array.from({ length }, read);
      case MAJOR.MAP:
        return new Map(Array.from({ length }, () => [read(), read()]));
      default:
        return new Tag(length, read());
    }
  };
  return read();
}
