// The SurrealDB engines of the npm package @surrealdb/node, which embeds them whole: parser, executor,
// storage, users, tokens and transactions. Their interface is the server's own RPC protocol, in CBOR.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Tag, TAG_UUID_TEXT, decode, encode } from './cbor.mjs';

const PACKAGES = { 2: '@surrealdb/node-2', 3: '@surrealdb/node' };

// The native module alone: the package around it wants a JavaScript client that is not needed.
function loadModule(major) {
  const here = dirname(fileURLToPath(import.meta.url));
  const dist = process.env.SURREAL_NODE_DIST || join(here, 'node_modules', PACKAGES[major], 'dist');
  const libc = process.report.getReport().header.glibcVersionRuntime ? 'gnu' : 'musl';
  const file = join(dist, `surrealdb-node.linux-${process.arch}-${libc}.node`);
  if (!existsSync(file)) throw Error(`there is no ${file}: npm ci installs it`);
  // What the one of 2.x wants of a newer glibc than some systems have (glibc-2.38.c).
  const missing = process.env.CHANDELIER_TEST_GLIBC;
  if (missing)
    process.dlopen({ exports: {} }, missing, constants.dlopen.RTLD_NOW | constants.dlopen.RTLD_GLOBAL);
  return createRequire(import.meta.url)(file).SurrealNodeEngine;
}

export class Engine {
  static async open(endpoint, major) {
    const Native = loadModule(major);
    const engine = new Engine();
    engine.native = await Native.connect(endpoint, { capabilities: true, defaults: false });
    engine.version = Native.version();
    engine.last = Promise.resolve();
    // 2.x knows one session only: then requests take turns.
    engine.serial = !(await engine.call('attach', [], randomUUID()).then(
      () => true,
      () => false,
    ));
    return engine;
  }

  close() {
    return this.native.free();
  }

  // Throws what the engine says is wrong.
  async call(method, params = [], session = undefined) {
    const request = new Map([
      ['id', 1],
      ['method', method],
      ['params', params],
    ]);
    if (session) request.set('session', new Tag(TAG_UUID_TEXT, session));
    const result = decode(await this.native.execute(encode(request)));
    const error = result instanceof Map && result.size === 1 && result.get('error');
    if (error instanceof Map && error.has('code') && error.has('kind'))
      throw Error(error.get('message'));
    return result;
  }

  // What "surreal start --user --pass" does: makes the first root user if there is none.
  async addRoot(user, password) {
    const [answer] = await this.call('query', ['INFO FOR ROOT']);
    if (answer.get('result').get('users').size > 0) return;
    await this.call('query', [
      `DEFINE USER ${user} ON ROOT PASSWORD ${JSON.stringify(password)} ROLES OWNER ` +
        'DURATION FOR TOKEN 1h, FOR SESSION NONE',
    ]);
  }

  // Calls work(session) with a session of its own, in which nobody is signed in: an embedded engine
  // lets such a one do everything, which callers must refuse.
  async withSession(work) {
    if (!this.serial) {
      const session = randomUUID();
      await this.call('attach', [], session);
      try {
        return await work(session);
      } finally {
        this.call('detach', [], session).catch(() => {});
      }
    }
    const forget = async () => {
      await this.call('invalidate').catch(() => {});
      await this.call('use', [null, null]).catch(() => {});
    };
    const turn = this.last.then(async () => {
      await forget();
      try {
        return await work(undefined);
      } finally {
        await forget();
      }
    });
    this.last = turn.catch(() => {});
    return turn;
  }
}
