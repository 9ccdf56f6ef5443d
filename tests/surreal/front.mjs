#!/usr/bin/env node
// "surreal start" for tests: the real engine behind the part of the server's HTTP interface that
// Chandelier uses (POST /sql, POST /signin, GET /version, GET /health). Loopback only.
//
//   node front.mjs [start] [--bind 127.0.0.1:0] [--user NAME --pass WORD] [--profile 2] [--faults]
//                  [temporary | rocksdb:FOLDER | surrealkv:FOLDER | mem://]
//
// The engine's own: parsing, execution, results and texts of errors, transactions and conflicts,
// users, roles, passwords, tokens. Written here after the server: HTTP, its statuses and their texts,
// the limits of bodies, JSON, and that nobody does anything without signing in. User and password
// may come from SURREAL_USER and SURREAL_PASS. --profile 2 is a 2.x server: its engine, its rules;
// --faults lets tests ask for failures (faults.mjs); --detached outlives the end of standard input.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import zlib from 'node:zlib';

import { Engine } from './engine.mjs';
import { Faults, strike } from './faults.mjs';
import { json } from './json.mjs';

const PLAIN = 'text/plain; charset=utf-8';
const TOO_LONG = 'length limit exceeded';

function readOptions(words) {
  const options = {
    bind: '127.0.0.1:8000',
    endpoint: 'mem://',
    user: process.env.SURREAL_USER,
    pass: process.env.SURREAL_PASS,
    profile: 3,
    faults: false,
    detached: false,
  };
  const values = { '--bind': 'bind', '--user': 'user', '--pass': 'pass', '--profile': 'profile' };
  // What the server has too, and says nothing here.
  const passedOver = ['start', '--no-banner', '--deny-guests', '--deny-scripting', '--deny-net'];
  for (let i = 0; i < words.length; i++) {
    if (values[words[i]]) options[values[words[i]]] = words[++i];
    else if (words[i] === '--log') i++;
    else if (words[i] === '--faults' || words[i] === '--detached')
      options[words[i].slice(2)] = true;
    else if (!passedOver.includes(words[i])) options.endpoint = words[i];
  }
  options.endpoint = options.endpoint.replace(/^(rocksdb|surrealkv):(?!\/\/)/, '$1://');
  return options;
}

// "temporary": a folder of this process's own, which goes with it.
function ownFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'chandelier-surreal-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return `surrealkv://${join(folder, 'db')}`;
}

const options = readOptions(process.argv.slice(2));
const isOld = Number(options.profile) === 2;
const engine = await Engine.open(
  options.endpoint === 'temporary' ? ownFolder() : options.endpoint,
  options.profile,
);
const faults = new Faults();
const limits = {
  '/sql': Number(process.env.SURREAL_HTTP_MAX_SQL_BODY_SIZE || 1 << 20),
  '/signin': Number(process.env.SURREAL_HTTP_MAX_SIGNIN_BODY_SIZE || 1 << 10),
};
if (options.user) await engine.addRoot(options.user, options.pass);

// An answer that is not 200: JSON as the server writes it, or plain text.
class Refusal extends Error {
  constructor(status, details, information, isPlain = false) {
    super(information);
    this.status = status;
    this.body = isPlain ? information : JSON.stringify({ code: status, details, information });
    this.type = isPlain ? undefined : 'application/json';
  }
}

const wrongLogin = () =>
  new Refusal(401, 'Authentication failed', 'There was a problem with authentication');
const badRequest = (information) =>
  new Refusal(400, isOld ? 'Request problems detected' : 'Request problems dectected', information);

// The server looks at the words too.
function refusalOf(error) {
  const text = error.message.toLowerCase();
  if (text.includes('authentication') || text.includes('invalidauth')) return wrongLogin();
  if (/notallowed|not allowed|forbidden|not enough permissions/.test(text))
    return new Refusal(403, 'Forbidden', error.message);
  return badRequest(error.message);
}

// Who asks: a token that is good. Basic is not offered, since Chandelier does not use it.
async function authenticate(request, session) {
  const [, token] = /^bearer (.*)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (token === undefined)
    throw new Refusal(
      403,
      'Forbidden',
      'Anonymous access not allowed: Not enough permissions to perform this action',
    );
  try {
    await engine.call('authenticate', [token.trim()], session);
  } catch (error) {
    throw new Refusal(401, '', error.message, true);
  }
}

async function runSql(request, body) {
  const accept = request.headers.accept?.split(';')[0].trim();
  if (accept === undefined ? isOld : accept !== 'application/json')
    throw new Refusal(415, 'Unsupported media type', '');
  return engine.withSession(async (session) => {
    await authenticate(request, session);
    const { 'surreal-ns': ns, 'surreal-db': db } = request.headers;
    if (ns || db) await engine.call('use', [ns, db], session);
    try {
      return [
        'application/json',
        json(await engine.call('query', [body.toString('utf8')], session)),
      ];
    } catch (error) {
      throw refusalOf(error);
    }
  });
}

async function signIn(request, body) {
  let credentials;
  try {
    credentials = JSON.parse(body.toString('utf8'));
  } catch {
    throw badRequest('The request body contains invalid data');
  }
  return engine.withSession(async (session) => {
    let token;
    try {
      token = await engine.call('signin', [credentials], session);
    } catch (error) {
      throw refusalOf(error);
    }
    return [
      'application/json',
      json(
        new Map([
          ['code', 200n],
          ['details', 'Authentication succeeded'],
          ['token', token],
        ]),
      ),
    ];
  });
}

function setFault(request, body) {
  const { hits } = faults;
  faults.set(JSON.parse(body.toString('utf8')));
  return ['application/json', JSON.stringify({ hits })];
}

const routes = {
  'POST /sql': runSql,
  'POST /signin': signIn,
  'GET /version': async () => [PLAIN, faults.version ?? `surrealdb-${engine.version}`],
  'GET /health': async () => [undefined, ''],
  ...(options.faults && { 'POST /fault': setFault }),
};

function send(request, response, status, type, body) {
  let bytes = Buffer.from(body ?? '');
  const headers = { server: 'SurrealDB', 'x-request-id': randomUUID() };
  headers['surreal-version'] = `surrealdb${isOld ? '-' : '/'}${engine.version}`;
  if (type) headers['content-type'] = type;
  if (bytes.length > 512 && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
    bytes = zlib.gzipSync(bytes);
    headers['content-encoding'] = 'gzip';
  }
  headers['content-length'] = bytes.length;
  response.writeHead(status, headers);
  response.end(bytes);
}

async function answer(request, response, route, body) {
  const fault =
    route === runSql
      ? faults.next(['refuse', 'drop', 'lose', 'cut', 'text', 'error', 'slow', 'kill'])
      : undefined;
  const reply = (status, type, text) => send(request, response, status, type, text);
  try {
    if (fault) await strike(fault, response, () => route(request, body), reply);
    else reply(200, ...(await route(request, body)));
  } catch (error) {
    if (error instanceof Refusal) return reply(error.status, error.type, error.body);
    console.error(error);
    reply(500, PLAIN, 'Service panicked');
  }
}

const server = http.createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://front');
  const route = routes[`${request.method} ${pathname}`];
  const limit = limits[pathname] ?? 1 << 20;
  const announced = Number(request.headers['content-length'] ?? 0);
  const parts = [];

  if (announced > limit && faults.isEarly) {
    // What is still to come of the body meets a closed connection.
    response.writeHead(413, { 'content-type': PLAIN, connection: 'close' });
    return response.end(TOO_LONG, () => request.socket.destroy());
  }
  if (announced > limit) {
    send(request, response, 413, PLAIN, TOO_LONG);
    return request.resume();
  }
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    if (!route) return send(request, response, 404);
    return answer(request, response, route, Buffer.concat(parts));
  });
});

const colon = options.bind.lastIndexOf(':');
const host = options.bind.slice(0, colon);
server.listen(Number(options.bind.slice(colon + 1)), host, () => {
  console.log(`listening on http://${host}:${server.address().port} surrealdb-${engine.version}`);
});

async function end() {
  server.close();
  server.closeAllConnections();
  await engine.close();
  process.exit(0);
}
process.on('SIGINT', end);
process.on('SIGTERM', end);

// The end of standard input is the end of the program that started this: nothing stays behind.
if (!options.detached && !process.stdin.isTTY)
  process.stdin.on('end', () => process.exit(0)).resume();
