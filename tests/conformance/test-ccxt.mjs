// ccxt: markets, klines page by page, klines and trades as they come; spot and perpetual. What it
// shows must be the exchange's truth.
import assert from 'node:assert/strict';
import { importOrSkip, MINUTE, NOON, runTests, soon, startExchange } from './exchange.mjs';

const [{ default: ccxt }] = await importOrSkip('ccxt');
const server = await startExchange('--start', '2025-03-01T12:00', '--speed', '60');
const PAIRS = [['BTC/USDT', 'BTCUSDT', '/api/v3'], ['ETH/USDT:USDT', 'ETHUSDT', '/fapi/v1']];

async function connect(server) {
  const client = new ccxt.pro.binance({
    enableRateLimit: false,
    timeout: 10_000,
    options: { fetchMarkets: { types: ['spot', 'linear'] }, fetchCurrencies: false, fetchMargins: false },
  });
  const api = client.urls.api;
  for (const key of Object.keys(api))
    if (typeof api[key] === 'string')
      api[key] = api[key].replace(/^https:\/\/[^/]+/, server.http);
  api.ws.spot = `${server.websocket}/ws/stream`; // it tells spot by “/stream”
  api.ws.future = `${server.websocket}/ws`;      // becomes /market/ws and /public/ws
  await client.loadHttpProxyAgent();             // which it wants for ws://
  await client.loadMarkets();
  return client;
}

const client = await connect(server);
const numbers = row => [row[0], ...row.slice(1, 6).map(Number)];

async function markets() {
  assert.equal(client.markets['BTC/USDT'].spot, true);
  assert.equal(client.markets['BTC/USDT:USDT'].swap, true);
  assert.equal(client.markets['BTC/USDT'].precision.price, 0.01);
  assert.equal(client.markets['BTC/USDT'].precision.amount, 0.00001);
  assert.equal(client.markets['PEPE/USDT'].precision.price, 1e-8);
  assert.equal(client.markets['BTC/USDT'].limits.cost.min, 5);
  assert.equal(client.markets['ETH/USDT:USDT'].precision.amount, 0.0001);
}

const klines = (pair, symbol, path) => async () => {
  const days = await client.fetchOHLCV(pair, '1d', Date.UTC(2025, 0, 1), 50);
  assert.equal(days.length, 50);
  assert.deepEqual(days, (await server.truth(`${path}/klines`,
    { symbol, interval: '1d', startTime: Date.UTC(2025, 0, 1), limit: 50 })).map(numbers));
};

// Pages end where the machine's clock stands: the exchange's has to agree.
const pages = (pair, symbol, path) => async () => {
  const today = await startExchange();
  const reader = await connect(today);
  const since = Math.floor(Date.now() / MINUTE - 3000) * MINUTE;
  const rows = await reader.fetchOHLCV(pair, '1m', since, 2500, { paginate: true });
  const truth = [];
  while (truth.length < 2500)
    truth.push(...await today.truth(`${path}/klines`,
      { symbol, interval: '1m', startTime: since + truth.length * MINUTE, limit: 500 }));
  today.stop();
  await reader.close();
  assert.equal(rows.length, 2500);
  assert.deepEqual(rows, truth.map(numbers));
};

const refusals = async () => {
  await assert.rejects(client.publicGetKlines({ symbol: 'NONE', interval: '1m' }), ccxt.BadSymbol);
  await assert.rejects(client.publicGetKlines({ symbol: 'BTCUSDT', interval: '7m' }), ccxt.BadRequest);
  for (const [status, kind] of [[429, ccxt.DDoSProtection], [418, ccxt.DDoSProtection],
    [403, ccxt.ExchangeNotAvailable]]) {
    await server.control('fault', { name: 'http-status', value: status, match: 'klines', count: 1 });
    await assert.rejects(client.fetchOHLCV('BTC/USDT', '1m'), kind);
  }
};

// Klines of two minutes and more: each that is followed by another is closed, and is the truth.
const watchKlines = (pair, symbol, path) => async () => {
  const last = new Map();
  while (last.size < 4)
    for (const row of await soon(client.watchOHLCV(pair, '1m'), pair))
      last.set(row[0], row);
  const [, ...closed] = [...last.values()].sort((a, b) => a[0] - b[0]).slice(0, -1);
  const rows = await server.truth(`${path}/klines`,
    { symbol, interval: '1m', startTime: closed[0][0], limit: closed.length });
  assert.deepEqual(closed, rows.map(numbers));
};

const watchTrades = (pair, symbol, path) => async () => {
  const trades = new Map();
  while (trades.size < 40)
    for (const trade of await soon(client.watchTrades(pair), pair))
      trades.set(trade.id, trade);
  const first = Math.min(...[...trades.values()].map(trade => trade.timestamp));
  const prints = await server.truth(`${path}/aggTrades`, { symbol, startTime: first, limit: 1000 });
  const single = await trades.values().next().value.info;
  for (const trade of trades.values()) {
    // Spot: single trades of a print. Futures: prints.
    const print = prints.find(p => single.e === 'aggTrade' ? String(p.a) === trade.id
      : p.f <= Number(trade.id) && Number(trade.id) <= p.l);
    assert.ok(print, trade.id);
    assert.equal(trade.price, Number(print.p));
    assert.equal(trade.timestamp, print.T);
    assert.equal(trade.side, print.m ? 'sell' : 'buy');
  }
};

const funding = async () => {
  const rates = await client.fetchFundingRateHistory('BTC/USDT:USDT', NOON - 5 * 24 * 60 * MINUTE, 10);
  const truth = await server.truth('/fapi/v1/fundingRate',
    { symbol: 'BTCUSDT', startTime: NOON - 5 * 24 * 60 * MINUTE, limit: 10 });
  assert.deepEqual(rates.map(rate => [rate.timestamp, rate.fundingRate]),
    truth.map(rate => [rate.fundingTime, Number(rate.fundingRate)]));
  assert.equal(rates.length, 10);
};

await runTests(['markets', markets],
  ...PAIRS.map(pair => [`klines of ${pair[0]}`, klines(...pair)]),
  ...PAIRS.map(pair => [`klines of ${pair[0]} page by page`, pages(...pair)]),
  ['refusals', refusals], ['funding', funding],
  ...PAIRS.map(pair => [`klines of ${pair[0]} as they come`, watchKlines(...pair)]),
  ...PAIRS.map(pair => [`trades of ${pair[0]} as they come`, watchTrades(...pair)]));
