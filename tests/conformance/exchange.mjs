// The simulated exchange as these tests use it, and TAP. Environment: CHANDELIER_EXCHANGE.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export const MINUTE = 60_000;
export const NOON = Date.UTC(2025, 2, 1, 12);

// Where packages are not installed, there is nothing to test.
export async function importOrSkip(...names) {
  try {
    return await Promise.all(names.map(name => import(name)));
  } catch (problem) {
    if (problem.code !== 'ERR_MODULE_NOT_FOUND')
      throw problem;
    console.log('1..0 # SKIP packages are not installed (npm ci in tests/conformance)');
    process.exit(0);
  }
}

// Starts it; the addresses it says are in http and websocket. It ends when this process does.
export async function startExchange(...args) {
  const process_ = spawn(process.env.CHANDELIER_EXCHANGE,
    ['--until-eof', '--seed', '7', ...args],
    { stdio: ['pipe', 'pipe', 'inherit'] });
  const exchange = { stop: () => process_.stdin.end() };
  for await (const line of createInterface({ input: process_.stdout })) {
    if (line === 'ready')
      break;
    const [key, value] = line.split(' ');
    exchange[key] = value;
  }
  exchange.truth = async (path, query) => {
    const answer = await fetch(`${exchange.http}/control/truth${path}?${new URLSearchParams(query)}`);
    assert.equal(answer.status, 200, path);
    return answer.json();
  };
  exchange.control = async (call, members) => {
    const answer = await fetch(`${exchange.http}/control/${call}`,
      { method: 'POST', body: JSON.stringify(members) });
    assert.equal(answer.status, 200, call);
    return answer.json();
  };
  return exchange;
}

// A promise that fails when it takes too long.
export function soon(promise, what, ms = 15_000) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing came`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// Runs [name, function] pairs in order and says what came of them in TAP.
export async function runTests(...tests) {
  let failed = false;
  console.log(`1..${tests.length}`);
  for (const [number, [name, test]] of tests.entries()) {
    try {
      await test();
      console.log(`ok ${number + 1} - ${name}`);
    } catch (problem) {
      failed = true;
      for (const line of String(problem?.stack ?? problem).split('\n'))
        console.log(`# ${line}`);
      console.log(`not ok ${number + 1} - ${name}`);
    }
  }
  process.exit(failed ? 1 : 0);
}
