#!/usr/bin/env node
// HTTP front for the embedded SurrealDB 3.0.2 engine (@surrealdb/node native module only; no JS SDK).
// usage: node front.mjs [--bind 127.0.0.1:8000] [--user root --pass root] [--unauthenticated] [mem:// | rocksdb://DIR | temporary]
// Test double of `surreal start`; loopback only. See notes at the end of the file.
import http from 'node:http';
import zlib from 'node:zlib';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// ---------------------------------------------------------------- native engine
const here = dirname(fileURLToPath(import.meta.url));
const dist = join(process.env.SURREAL_NODE_DIST || join(here, 'node_modules/@surrealdb/node/dist'));
const abi = process.arch + (process.report?.getReport?.().header?.glibcVersionRuntime ? '-gnu' : '-musl');
const bin = join(dist, `surrealdb-node.linux-${abi}.node`);
if (!existsSync(bin)) { console.error('no native module', bin); process.exit(2); }
const { SurrealNodeEngine } = createRequire(import.meta.url)(bin);

// ---------------------------------------------------------------- CBOR (just what the RPC needs)
class Tag { constructor(t, v) { this.t = t; this.v = v; } }
class Flt { constructor(v) { this.v = v; } }            // keeps 1.0 a float
const utf8 = new TextEncoder();
function enc(v) {
  const out = []; let len = 0;
  const push = (b) => { out.push(b); len += b.length; };
  const head = (mt, n) => {
    const b = typeof n === 'bigint' ? n : BigInt(n); mt <<= 5;
    if (b < 24n) push(Uint8Array.of(mt | Number(b)));
    else if (b < 0x100n) push(Uint8Array.of(mt | 24, Number(b)));
    else if (b < 0x10000n) { const u = Buffer.alloc(3); u[0] = mt | 25; u.writeUInt16BE(Number(b), 1); push(u); }
    else if (b < 0x100000000n) { const u = Buffer.alloc(5); u[0] = mt | 26; u.writeUInt32BE(Number(b), 1); push(u); }
    else { const u = Buffer.alloc(9); u[0] = mt | 27; u.writeBigUInt64BE(b, 1); push(u); }
  };
  const w = (x) => {
    if (x === null) return push(Uint8Array.of(0xf6));
    if (x === undefined) { head(6, 6); return push(Uint8Array.of(0xf6)); }   // NONE = tag 6(null)
    if (x === true) return push(Uint8Array.of(0xf5));
    if (x === false) return push(Uint8Array.of(0xf4));
    if (typeof x === 'string') { const b = utf8.encode(x); head(3, b.length); return push(b); }
    if (typeof x === 'bigint') return x >= 0n ? head(0, x) : head(1, -1n - x);
    if (typeof x === 'number') {
      if (Number.isSafeInteger(x) && !Object.is(x, -0)) return x >= 0 ? head(0, x) : head(1, -1 - x);
      const u = Buffer.alloc(9); u[0] = 0xfb; u.writeDoubleBE(x, 1); return push(u);
    }
    if (x instanceof Flt) { const u = Buffer.alloc(9); u[0] = 0xfb; u.writeDoubleBE(x.v, 1); return push(u); }
    if (x instanceof Tag) { head(6, x.t); return w(x.v); }
    if (x instanceof Uint8Array) { head(2, x.length); return push(x); }
    if (Array.isArray(x)) { head(4, x.length); for (const e of x) w(e); return; }
    const es = x instanceof Map ? [...x] : Object.entries(x).filter(([, e]) => e !== undefined);
    head(5, es.length); for (const [k, e] of es) { w(k); w(e); }
  };
  w(v); return Buffer.concat(out, len);
}
function dec(buf) {
  const b = Buffer.from(buf.buffer, buf.byteOffset, buf.length); let p = 0;
  const arg = (ai) => {
    if (ai < 24) return BigInt(ai);
    if (ai === 24) return BigInt(b[p++]);
    if (ai === 25) { p += 2; return BigInt(b.readUInt16BE(p - 2)); }
    if (ai === 26) { p += 4; return BigInt(b.readUInt32BE(p - 4)); }
    if (ai === 27) { p += 8; return b.readBigUInt64BE(p - 8); }
    throw Error('cbor');
  };
  const r = () => {
    const ib = b[p++], mt = ib >> 5, ai = ib & 31;
    if (mt === 7) {
      if (ai === 20) return false; if (ai === 21) return true; if (ai === 22) return null; if (ai === 23) return undefined;
      if (ai === 25) { const h = b.readUInt16BE(p); p += 2; const s = h >> 15 ? -1 : 1, e = (h >> 10) & 31, m = h & 1023;
        return new Flt(e === 0 ? s * m * 2 ** -24 : e === 31 ? (m ? NaN : s * Infinity) : s * (1 + m / 1024) * 2 ** (e - 15)); }
      if (ai === 26) { p += 4; return new Flt(b.readFloatBE(p - 4)); }
      if (ai === 27) { p += 8; return new Flt(b.readDoubleBE(p - 8)); }
      throw Error('cbor simple');
    }
    const n = arg(ai);
    if (mt === 0) return n; if (mt === 1) return -1n - n;
    const l = Number(n);
    if (mt === 2) { p += l; return b.subarray(p - l, p); }
    if (mt === 3) { p += l; return b.toString('utf8', p - l, p); }
    if (mt === 4) { const a = new Array(l); for (let i = 0; i < l; i++) a[i] = r(); return a; }
    if (mt === 5) { const m = new Map(); for (let i = 0; i < l; i++) { const k = r(); m.set(k, r()); } return m; }
    return new Tag(l, r());
  };
  return r();
}
// ---------------------------------------------------------------- surrealdb value -> JSON text (= Value::into_json_value)
const flt = (x) => !Number.isFinite(x) ? 'null' : Number.isInteger(x) ? (Math.abs(x) < 1e16 ? (Object.is(x, -0) ? '-0.0' : x + '.0') : x.toExponential().replace('e+', 'e')) : String(x).replace('e+', 'e');
const hexuuid = (u) => { const h = Buffer.from(u).toString('hex'); return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`; };
const escI = (c) => ({ '\0': '\\0', '\r': '\\r', '\t': '\\t', '\n': '\\n', '\b': '\\u{8}', '\f': '\\f', '\\': '\\\\' }[c] ?? c);
const escS = (s, q) => [...s].map((c) => c === q ? '\\' + q : escI(c)).join('');
const escIdent = (s) => s === '' || /^[0-9]/.test(s) || /[^A-Za-z0-9_]/.test(s) ? '`' + escS(s, '`') + '`' : s;
const escKey = (s) => s === '' || /[^A-Za-z0-9_]/.test(s) || /^[0-9_]+$/.test(s) ? '`' + escS(s, '`') + '`' : s;
const quote = (s) => { const q = s.includes("'") ? '"' : "'"; return q + escS(s, q) + q; };
function dt(v) { const [s, n] = [Number(v[0] ?? 0n), Number(v[1] ?? 0n)];
  const base = new Date(s * 1000).toISOString().replace(/\.\d+Z$/, '');
  const f = n === 0 ? '' : n % 1e6 === 0 ? '.' + String(n / 1e6).padStart(3, '0') : n % 1e3 === 0 ? '.' + String(n / 1e3).padStart(6, '0') : '.' + String(n).padStart(9, '0');
  return base + f + 'Z'; }
function dur(v) { let s = BigInt(v[0] ?? 0n), n = BigInt(v[1] ?? 0n); if (s === 0n && n === 0n) return '0ns'; let o = '';
  for (const [u, k] of [['y', 31536000n], ['w', 604800n], ['d', 86400n], ['h', 3600n], ['m', 60n], ['s', 1n]]) { if (s / k) o += s / k + u; s %= k; }
  for (const [u, k] of [['ms', 1000000n], ['µs', 1000n], ['ns', 1n]]) { if (n / k) o += n / k + u; n %= k; } return o; }
function sqon(v) { // ToSql of values nested in record-id keys
  if (v === null) return 'NULL'; if (v === undefined) return 'NONE';
  if (typeof v === 'bigint' || typeof v === 'boolean') return String(v);
  if (typeof v === 'string') return quote(v);
  if (v instanceof Flt) return (Number.isInteger(v.v) ? v.v.toString() : String(v.v)) + 'f';
  if (Array.isArray(v)) return '[' + v.map(sqon).join(', ') + ']';
  if (v instanceof Map) return v.size ? '{ ' + [...v].map(([k, e]) => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(k) ? k : '"' + escS(k, '"') + '"') + ': ' + sqon(e)).join(', ') + ' }' : '{  }';
  if (v instanceof Tag) switch (v.t) {
    case 6: return 'NONE'; case 10: return v.v + 'dec'; case 12: return "d'" + dt(v.v) + "'"; case 14: return dur(v.v);
    case 37: return "u'" + hexuuid(v.v) + "'"; case 8: return rid(v.v); case 7: return escIdent(v.v);
    case 49: return range(v.v, sqon);
  }
  return 'NONE';
}
const bound = (x, f) => x instanceof Tag && (x.t === 50 || x.t === 51) ? f(x.v) : '';
const range = (a, f) => bound(a[0], f) + (a[0] instanceof Tag && a[0].t === 51 ? '>' : '') + '..' + (a[1] instanceof Tag && a[1].t === 50 ? '=' : '') + bound(a[1], f);
const rkey = (k) => typeof k === 'string' ? escKey(k) : k instanceof Tag && k.t === 49 ? range(k.v, rkey) : sqon(k);
const rid = (a) => escIdent(a[0]) + ':' + rkey(a[1]);
function js(v) {
  if (v === null || v === undefined) return 'null';
  if (typeof v === 'bigint' || typeof v === 'boolean') return String(v);
  if (typeof v === 'string') return JSON.stringify(v);
  if (v instanceof Flt) return flt(v.v);
  if (Array.isArray(v)) return '[' + v.map(js).join(',') + ']';
  if (v instanceof Map) return '{' + [...v].sort((a, b) => a[0] < b[0] ? -1 : 1).map(([k, e]) => JSON.stringify(k) + ':' + js(e)).join(',') + '}';
  if (v instanceof Uint8Array) return '[' + [...v].join(',') + ']';
  if (v instanceof Tag) switch (v.t) {
    case 6: return 'null'; case 7: return JSON.stringify(v.v); case 8: return JSON.stringify(rid(v.v));
    case 10: return JSON.stringify(v.v); case 12: return JSON.stringify(dt(v.v)); case 14: return JSON.stringify(dur(v.v));
    case 37: return JSON.stringify(hexuuid(v.v)); case 56: return js(v.v); case 55: return JSON.stringify(`f"${v.v[0]}:/${v.v[1]}"`);
    case 49: return JSON.stringify(range(v.v, sqon)); case 88: return `{"type":"Point","coordinates":[${v.v.map(js)}]}`;
  }
  throw Error('unencodable value');
}
const plain = (v) => v instanceof Map ? Object.fromEntries([...v].map(([k, e]) => [k, plain(e)])) : Array.isArray(v) ? v.map(plain) : v instanceof Flt ? v.v : typeof v === 'bigint' ? Number(v) : v instanceof Tag ? (v.t === 6 ? undefined : plain(v.v)) : v;
// JSON text -> value, ints kept exact, floats kept floats, plus the server's "legacy strands" for /rpc JSON
function fromJson(text, legacy) {
  let i = 0; const ws = () => { while (/\s/.test(text[i] ?? '')) i++; };
  const strand = (s) => { if (!legacy) return s;
    if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(s)) { const ms = Date.parse(s), f = (/\.(\d+)/.exec(s)?.[1] ?? '').padEnd(9, '0').slice(0, 9); return new Tag(12, [BigInt(Math.floor(ms / 1000)), BigInt(f || 0)]); }
    if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(s)) return new Tag(9, s);
    if (/^[A-Za-z_][A-Za-z0-9_]*:([A-Za-z0-9_]+|`[^`]*`|⟨[^⟩]*⟩|\[.*\]|\{.*\})$/.test(s)) return new Tag(8, s);
    return s; };
  const val = () => { ws(); const c = text[i];
    if (c === '{') { i++; const m = new Map(); ws(); if (text[i] === '}') { i++; return m; }
      for (;;) { ws(); const k = str(); ws(); if (text[i++] !== ':') throw Error('json'); m.set(k, val()); ws(); const d = text[i++]; if (d === '}') return m; if (d !== ',') throw Error('json'); } }
    if (c === '[') { i++; const a = []; ws(); if (text[i] === ']') { i++; return a; }
      for (;;) { a.push(val()); ws(); const d = text[i++]; if (d === ']') return a; if (d !== ',') throw Error('json'); } }
    if (c === '"') return strand(str());
    const m = /(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/y; m.lastIndex = i; const t = m.exec(text)?.[0]; if (!t) throw Error('json'); i += t.length;
    return t === 'true' ? true : t === 'false' ? false : t === 'null' ? null : /[.eE]/.test(t) ? new Flt(+t) : BigInt(t); };
  const str = () => { const m = /"(?:[^"\\]|\\.)*"/y; m.lastIndex = i; const t = m.exec(text)?.[0]; if (!t) throw Error('json'); i += t.length; return JSON.parse(t); };
  const v = val(); ws(); if (i < text.length) throw Error('json'); return v;
}
// ---------------------------------------------------------------- options
const argv = process.argv.slice(2), opt = { bind: '127.0.0.1:8000', endpoint: 'mem://', user: null, pass: null, unauth: false, profile: 3 };
for (let a; (a = argv.shift());) { if (a === '--bind') opt.bind = argv.shift(); else if (a === '--user') opt.user = argv.shift(); else if (a === '--pass') opt.pass = argv.shift();
  else if (a === '--unauthenticated') opt.unauth = true; else if (a === '--profile') opt.profile = +argv.shift(); else opt.endpoint = a; }
// "temporary": a folder of this process's own, which goes with it.
if (opt.endpoint === 'temporary') {
  const folder = mkdtempSync(join(tmpdir(), 'chandelier-surreal-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  opt.endpoint = 'surrealkv://' + join(folder, 'db');
}
const LIM = (n, d) => +(process.env[n] || d);
const limits = { '/sql': LIM('SURREAL_HTTP_MAX_SQL_BODY_SIZE', 1 << 20), '/rpc': LIM('SURREAL_HTTP_MAX_RPC_BODY_SIZE', 4 << 20), '/signin': LIM('SURREAL_HTTP_MAX_SIGNIN_BODY_SIZE', 1 << 10), '/signup': LIM('SURREAL_HTTP_MAX_SIGNUP_BODY_SIZE', 1 << 10), '/key': LIM('SURREAL_HTTP_MAX_KEY_BODY_SIZE', 16 << 10), '/import': LIM('SURREAL_HTTP_MAX_IMPORT_BODY_SIZE', 4 * 2 ** 30), '/export': 2 << 20 };
const engine = await SurrealNodeEngine.connect(opt.endpoint, { capabilities: process.env.SURREAL_PLANNER ? { scripting: false, functions: true, planner_strategy: process.env.SURREAL_PLANNER } : true, defaults: false });
const VERSION = SurrealNodeEngine.version();
// ---------------------------------------------------------------- engine RPC
async function rpc(method, params = [], session) {
  const q = new Map([['id', 1], ['method', method], ['params', params]]);
  if (session) q.set('session', new Tag(9, session));
  const r = dec(await engine.execute(enc(q)));
  // a bare {error:{...}} map is the engine wrapper's error envelope; successful results are returned un-enveloped
  if (r instanceof Map && r.size === 1 && r.get('error') instanceof Map && r.get('error').has('code') && r.get('error').has('kind')) { const e = Error(r.get('error').get('message')); e.rpc = r.get('error'); throw e; }
  return r;
}
if (opt.user) { // what `surreal start --user --pass` does: create the initial root user if there is none
  const [r] = await rpc('query', ['INFO FOR ROOT']); if (!r) throw Error('no root info');
  if (plain(r).result?.users && Object.keys(plain(r).result.users).length === 0)
    await rpc('query', [`DEFINE USER ${escIdent(opt.user)} ON ROOT PASSWORD ${quote(opt.pass)} ROLES OWNER DURATION FOR TOKEN 1h, FOR SESSION NONE`]);
}
let chain = Promise.resolve();                       // serialises uses of the default session (import/export)
const exclusive = (f) => (chain = chain.then(f, f));
// ---------------------------------------------------------------- errors
class Http extends Error { constructor(code, body, text) { super(text ?? body?.information ?? String(code)); this.code = code; this.body = body; this.text = text; } }
const E = {
  auth: () => new Http(401, { code: 401, details: 'Authentication failed', description: 'Your authentication details are invalid. Reauthenticate using valid authentication parameters.', information: 'There was a problem with authentication' }),
  type: () => new Http(415, { code: 415, details: 'Unsupported media type', description: 'The request needs to adhere to certain constraints. Refer to the documentation for supported content types.' }),
  forbidden: (m) => new Http(403, { code: 403, details: 'Forbidden', description: 'Not allowed to do this.', information: m }),
  bad: (m) => new Http(400, { code: 400, details: 'Request problems dectected', description: 'There is a problem with your request. Refer to the documentation for further information.', information: m }),
};
function fromEngine(e) { const m = e.message, l = m.toLowerCase(); // same string sniffing as ntw/error.rs
  if (l.includes('authentication') || l.includes('invalidauth')) return E.auth();
  if (/notallowed|not allowed|forbidden|not enough permissions/.test(l)) return E.forbidden(m);
  return E.bad(m); }
// ---------------------------------------------------------------- sessions
// One engine session per HTTP request: attach(uuid) -> [signin|authenticate] -> use(ns,db) -> work -> detach.
// 2.x engines have no attach: there the default session is used under a lock, cleared before and after (SERIAL).
let SERIAL = false, one = Promise.resolve();
{ const t = randomUUID(); try { await rpc('attach', [], t); await rpc('detach', [], t); } catch { SERIAL = true; } }
const clean = async () => { await rpc('invalidate').catch(() => {}); await rpc('use', [null, null]).catch(() => {}); }; // ('reset' panics in the 2.6.0 embedding)
const attach = async () => { if (SERIAL) { await clean(); return undefined; } const sid = randomUUID(); await rpc('attach', [], sid); return sid; };
const detach = async (sid) => { if (SERIAL) await clean(); else rpc('detach', [], sid).catch(() => {}); };
const locked = (f) => { if (!SERIAL) return f(); const r = one.then(f, f); one = r.catch(() => {}); return r; };
const withSession = (req, f) => locked(() => withSession1(req, f));
async function withSession1(req, f) {
  const h = req.headers; const auth = h.authorization ?? ''; let anon = true;
  const sid = await attach();
  try {
    if (/^basic /i.test(auth)) {
      const [u, ...p] = Buffer.from(auth.slice(6).trim(), 'base64').toString('utf8').split(':');
      const cred = { user: u, pass: p.join(':') };
      if (h['surreal-auth-ns']) cred.NS = h['surreal-auth-ns']; if (h['surreal-auth-db']) cred.DB = h['surreal-auth-db'];
      try { await rpc('signin', [cred], sid); } catch { throw new Http(401, null, 'There was a problem with authentication'); }
      anon = false;
    } else if (/^bearer /i.test(auth)) {
      try { await rpc('authenticate', [auth.slice(7).trim()], sid); } catch (e) { throw new Http(401, null, e.message); }
      anon = false;
    }
    const ns = h['surreal-ns'] ?? h.ns, db = h['surreal-db'] ?? h.db;
    if (ns || db) await rpc('use', [ns ?? undefined, db ?? undefined], sid);
    return await f(sid, { anon, ns, db });
  } finally { await detach(sid); }
}
// ---------------------------------------------------------------- handlers
const accept = (req) => { const a = req.headers.accept; if (!a) return null; const t = a.split(';')[0].trim(); return { '*/*': 'json', 'application/json': 'json', 'application/cbor': 'cbor', 'text/plain': 'text', 'application/octet-stream': 'octet', 'application/vnd.surrealdb.flatbuffers': 'fb' }[t] ?? (opt.profile === 2 ? 'bad' : null); };
const notAllowed = 'Anonymous access not allowed: Not enough permissions to perform this action';
async function sql(req, url, body) {
  const acc = accept(req);
  if (acc !== 'cbor' && acc !== 'json' && !(acc === null && opt.profile >= 3)) throw E.type();
  const text = new TextDecoder('utf-8', { fatal: true }); let q; try { q = text.decode(body); } catch { throw E.bad('Non UTF-8 request body'); }
  return withSession(req, async (sid, { anon }) => {
    if (anon && !opt.unauth) throw E.forbidden(notAllowed); // guests are denied by default (--allow-guests off)
    const vars = new Map(); for (const [k, v] of url.searchParams) vars.set(k, opt.profile === 2 ? (() => { try { return fromJson(v); } catch { return v; } })() : v);
    let r; try { r = await rpc('query', [q, vars], sid); } catch (e) { throw fromEngine(e); }
    for (const e of r) if (e.get('type') === 'live') { rpc('kill', [e.get('result')], sid).catch(() => {}); e.set('status', 'ERR'); e.set('result', 'Unable to perform the realtime query'); e.set('type', null); if (!SERIAL) { e.set('kind', 'Configuration'); e.set('details', new Map([['kind', 'LiveQueryNotSupported']])); } }
    return acc === 'cbor' ? ['application/cbor', enc(r)] : ['application/json', js(r)];
  });
}
async function signin(req, url, body, method = 'signin') {
  const acc = accept(req); let v;
  try { v = fromJson(Buffer.from(body).toString('utf8')); } catch { v = null; }
  if (!(v instanceof Map)) throw E.bad('The request body contains invalid data');
  return locked(async () => { const sid = await attach();
  try {
    let tok; try { tok = await rpc(method, [v], sid); } catch (e) { throw fromEngine(e); }
    const token = typeof tok === 'string' ? tok : plain(tok);
    if (acc === 'text') return ['text/plain', typeof token === 'string' ? token : token.access];
    if (acc === null) return [null, ''];
    const o = { code: 200, details: 'Authentication succeeded', token };
    return acc === 'cbor' ? ['application/cbor', enc(o)] : ['application/json', JSON.stringify(o)];
  } finally { await detach(sid); } });
}
const HTTP_DENY = new Set(['begin', 'commit', 'cancel']);
async function rpcHandler(req, url, body) {
  const ct = (req.headers['content-type'] ?? '').split(';')[0].trim(), fmt = { 'application/json': 'json', 'application/cbor': 'cbor' }[ct];
  if (!fmt) throw E.type(); const acc = accept(req); if (acc && acc !== fmt) throw E.type();
  let q; try { q = fmt === 'cbor' ? dec(body) : fromJson(Buffer.from(body).toString('utf8'), true); } catch { throw E.bad('Parse error'); }
  if (!(q instanceof Map) || typeof q.get('method') !== 'string') throw E.bad('Invalid request');
  const method = q.get('method'), params = Array.isArray(q.get('params')) ? q.get('params') : [];
  const out = (m) => fmt === 'cbor' ? ['application/cbor', enc(m)] : ['application/json', js(m)];
  const fail = (code, kind, message, details) => out(new Map([['error', new Map([['code', BigInt(code)], ['message', message], ['kind', kind], ...(details ? [['details', details]] : [])])]]));
  return withSession(req, async (sid, { anon }) => {
    if (HTTP_DENY.has(method)) return fail(-32601, 'NotFound', 'Method not found', new Map([['kind', 'Method'], ['details', new Map([['name', method]])]]));
    if (method === 'live' || method === 'kill') return fail(-32604, 'Configuration', 'Live query not supported', new Map([['kind', 'LiveQueryNotSupported']]));
    if (anon && !opt.unauth && !['ping', 'version', 'signin', 'signup', 'authenticate', 'use', 'info', 'refresh', 'reset', 'invalidate'].includes(method)) return fail(-32000, 'NotAllowed', notAllowed);
    if (method === 'version') return out(new Map([['result', 'surrealdb-' + VERSION]]));
    try { return out(new Map([['result', await rpc(method, params, sid)]])); } catch (e) { if (!e.rpc) throw e; return out(new Map([['error', e.rpc]])); }
  });
}
async function importSql(req, url, body) {
  const acc = accept(req);
  return withSession(req, async (sid, { anon, ns, db }) => {
    if (anon && !opt.unauth) throw E.forbidden('IAM error: Not enough permissions to perform this action');
    // run on the caller's session so that permissions stay real (engine.import() would use the default, all-powerful one)
    let r; try { r = await rpc('query', [Buffer.from(body).toString('utf8')], sid); } catch (e) { throw fromEngine(e); }
    if (acc === 'octet') return [null, '']; return acc === 'cbor' ? ['application/cbor', enc(r)] : ['application/json', js(r)];
  });
}
async function exportSql(req, url, body) {
  return withSession(req, async (sid, { anon, ns, db }) => {
    if (anon && !opt.unauth) throw E.forbidden('IAM error: Not enough permissions to perform this action');
    if (!ns) throw E.bad('Specify a namespace to use'); if (!db) throw E.bad('Specify a database to use');
    const [chk] = await rpc('query', ['INFO FOR DB'], sid); if (chk.get('status') !== 'OK') throw E.forbidden(chk.get('result'));
    return exclusive(async () => { await rpc('use', [ns, db]); const s = await engine.export(body.length ? enc(JSON.parse(body.toString('utf8'))) : undefined); return [null, s]; });
  });
}
async function key(req, url, body) { // /key/:table[/:id] emulated with the statements the server generates
  const [, , tb, id] = url.pathname.split('/').map(decodeURIComponent); const what = id === undefined ? 'type::table($tb)' : 'type::record($tb,$id)';
  const p = new Map([['tb', tb]]); if (id !== undefined) p.set('id', /^-?\d+$/.test(id) ? BigInt(id) : id);
  const data = body.length ? fromJson(Buffer.from(body).toString('utf8')) : null; if (data) p.set('data', data);
  const q = { GET: `SELECT * FROM ${what}` + (id === undefined ? ` LIMIT ${+(url.searchParams.get('limit') ?? 100)} START ${+(url.searchParams.get('start') ?? 0)}` : ''), POST: `CREATE ${what} CONTENT $data`, PUT: `UPSERT ${what} CONTENT $data`, PATCH: `UPSERT ${what} MERGE $data`, DELETE: `DELETE ${what} RETURN BEFORE` }[req.method];
  return withSession(req, async (sid, { anon }) => { if (anon && !opt.unauth) throw E.forbidden(notAllowed); try { return ['application/json', js(await rpc('query', [q, p], sid))]; } catch (e) { throw fromEngine(e); } });
}
const routes = { 'POST /sql': sql, 'POST /rpc': rpcHandler, 'POST /signin': signin, 'POST /signup': (a, b, c) => signin(a, b, c, 'signup'), 'POST /import': importSql, 'GET /export': exportSql, 'POST /export': exportSql,
  'GET /health': async () => { await rpc('query', ['RETURN 1']); return [null, '']; }, 'GET /status': async () => [null, ''], 'GET /version': async () => ['text/plain; charset=utf-8', 'surrealdb-' + VERSION] };
const server = http.createServer((req, res) => {
  const url = new URL(req.url, 'http://x'), lim = limits[url.pathname.startsWith('/key/') ? '/key' : url.pathname] ?? 2 << 20;
  const chunks = []; let n = 0, over = false;
  const fin = (code, type, body) => {
    const hd = { 'surreal-version': opt.profile === 2 ? 'surrealdb-' + VERSION : 'surrealdb/' + VERSION, server: 'SurrealDB', 'x-request-id': req.headers['x-request-id'] ?? randomUUID(), 'access-control-allow-origin': '*', vary: 'origin, access-control-request-method, access-control-request-headers' };
    let b = Buffer.from(body ?? ''); if (type) hd['content-type'] = type;
    if (b.length > 512 && /\bgzip\b/.test(req.headers['accept-encoding'] ?? '')) { b = zlib.gzipSync(b); hd['content-encoding'] = 'gzip'; }
    hd['content-length'] = b.length; res.writeHead(code, hd); res.end(req.method === 'HEAD' ? undefined : b);
  };
  const len = +(req.headers['content-length'] ?? 0);
  if (len > lim) { over = true; fin(413, 'text/plain; charset=utf-8', 'length limit exceeded'); req.resume(); return; }
  req.on('data', (c) => { n += c.length; if (n > lim) { if (!over) { over = true; fin(413, 'text/plain; charset=utf-8', 'length limit exceeded'); } } else chunks.push(c); });
  req.on('end', async () => {
    if (over) return; const body = Buffer.concat(chunks);
    const m = req.method === 'HEAD' ? 'GET' : req.method; const f = url.pathname.startsWith('/key/') ? key : routes[`${m} ${url.pathname}`];
    if (req.method === 'OPTIONS') return fin(200, null, '');
    if (!f) return fin(Object.keys(routes).some((k) => k.endsWith(' ' + url.pathname)) ? 405 : 404, null, '');
    try { const [type, out] = await f(req, url, body); fin(200, type, out); }
    catch (e) { if (e instanceof Http) return e.body ? fin(e.code, 'application/json', JSON.stringify(e.body)) : fin(e.code, null, e.text); console.error(e); fin(500, 'text/plain; charset=utf-8', 'Service panicked'); }
  });
});
const [host, port] = [opt.bind.slice(0, opt.bind.lastIndexOf(':')), +opt.bind.slice(opt.bind.lastIndexOf(':') + 1)];
server.listen(port, host, () => console.log(`listening on http://${host}:${server.address().port} surrealdb-${VERSION} ${opt.endpoint}`));
for (const s of ['SIGINT', 'SIGTERM']) process.on(s, async () => { server.close(); server.closeAllConnections(); await engine.free(); process.exit(0); });

// The end of standard input is the end of the program that started this: nothing stays behind.
if (!process.stdin.isTTY) process.stdin.on('end', () => process.exit(0)).resume();

/* NOTES
 Genuine (done by the engine): parsing, execution, per-statement results and error texts/kinds, transactions and conflicts,
   users/roles/permissions (signin, authenticate, JWT issue + verify, argon2), record access, NS/DB handling, export text.
 Emulated here: HTTP framing, status codes, error envelopes (texts copied from the server's behaviour), body limits, JSON encoding of
   values, Basic auth (= signin with Surreal-Auth-NS/-DB), refusal of anonymous queries (embedded datastore runs with auth disabled, so an
   anonymous engine session is all-powerful: NEVER run a client's query on one unless --unauthenticated), refusal of LIVE/begin/commit/cancel,
   /key, /import (run as a query; the OPTION IMPORT fast path is the engine's), 'legacy strand' conversion of /rpc JSON parameters.
 Not covered: WebSocket, GraphQL, /ml, /api, /sync, CORS preflight details, TLS, flatbuffers, ALLOC overload 400s.
*/
