// Values of the engine as the JSON text that a SurrealDB server answers with.
import {
  Float,
  Tag,
  TAG_DATETIME,
  TAG_DECIMAL,
  TAG_DURATION,
  TAG_NONE,
  TAG_RECORD_ID,
  TAG_TABLE,
  TAG_UUID,
} from './cbor.mjs';

// Floats keep a point, as Rust prints them; JSON has no others than finite ones.
function float(x) {
  if (!Number.isFinite(x)) return 'null';
  if (Object.is(x, -0)) return '-0.0';
  if (!Number.isInteger(x)) return String(x).replace('e+', 'e');
  return Math.abs(x) < 1e16 ? `${x}.0` : x.toExponential().replace('e+', 'e');
}

function uuid(bytes) {
  const hex = Buffer.from(bytes).toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

function datetime([seconds = 0n, nanoseconds = 0n]) {
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, -5);
  const digits = String(nanoseconds)
    .padStart(9, '0')
    .replace(/(000)*$/, '');
  return `${whole}${digits && '.'}${digits}Z`;
}

const duration = ([seconds = 0n, nanoseconds = 0n]) => `${seconds}s${nanoseconds}ns`;

const quote = (text) => (text.includes("'") ? JSON.stringify(text) : `'${text}'`);
const identifier = (text) => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text) ? text : `\`${text}\``);

// A value inside a record id is written as in SurrealQL.
function literal(value) {
  if (value === null) return 'NULL';
  if (value === undefined) return 'NONE';
  if (typeof value === 'string') return quote(value);
  if (value instanceof Float) return `${value.value}f`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (value instanceof Map)
    return `{ ${[...value].map(([name, item]) => `${identifier(name)}: ${literal(item)}`).join(', ')} }`;
  if (value instanceof Tag) return text(value);
  return String(value);
}

function recordId([table, key]) {
  return `${identifier(table)}:${typeof key === 'string' ? identifier(key) : literal(key)}`;
}

function text({ number, value }) {
  switch (number) {
    case TAG_TABLE:
    case TAG_DECIMAL:
      return value;
    case TAG_RECORD_ID:
      return recordId(value);
    case TAG_DATETIME:
      return datetime(value);
    case TAG_DURATION:
      return duration(value);
    case TAG_UUID:
      return uuid(value);
    default:
      throw Error(`a value of type ${number} has no JSON here`);
  }
}

export function json(value) {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Float) return float(value.value);
  if (Array.isArray(value)) return `[${value.map(json).join(',')}]`;
  if (value instanceof Tag) return value.number === TAG_NONE ? 'null' : JSON.stringify(text(value));
  const members = [...value].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, item]) => `${JSON.stringify(name)}:${json(item)}`).join(',')}}`;
}
