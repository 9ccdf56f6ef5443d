// The packages “binance”, “@binance/spot” and “@binance/derivatives-trading-usds-futures”: what they
// show must be the exchange's truth.
import assert from 'node:assert/strict';
import { importOrSkip, MINUTE, NOON, runTests, soon, startExchange } from './exchange.mjs';

const [{ DerivativesTradingUsdsFutures }, { Spot }, { MainClient, USDMClient, WebsocketClient }]
  = await importOrSkip('@binance/derivatives-trading-usds-futures', '@binance/spot', 'binance');

// What they tell of themselves would stand among the results.
console.info = () => {};
const server = await startExchange('--start', '2025-03-01T12:00', '--speed', '60');
const range = { startTime: NOON - 30 * MINUTE, endTime: NOON - 1, limit: 100 };
const wanted = { symbol: 'BTCUSDT', interval: '1m', ...range };

// Collects klines that were said to be closed until there are n.
function closedKlines(n) {
  const klines = [];
  let finish;
  const done = new Promise(resolve => { finish = resolve; });
  return {
    done: () => soon(done, 'closed klines').then(() => klines),
    take(kline) {
      if (kline.x && klines.push(kline) === n)
        finish();
    },
  };
}

async function assertTruth(klines, path, symbol) {
  const rows = await server.truth(`${path}/klines`,
    { symbol, interval: '1m', startTime: klines[0].t, limit: klines.length });
  assert.deepEqual(klines.map(k => [k.t, k.o, k.h, k.l, k.c, k.v, k.T, k.q, k.n].map(Number)),
    rows.map(row => row.slice(0, 9).map(Number)));
}

async function binanceRest() {
  const spot = new MainClient({ baseUrl: server.http });
  const futures = new USDMClient({ baseUrl: server.http });
  assert.deepEqual(await spot.getKlines(wanted), await server.truth('/api/v3/klines', wanted));
  assert.deepEqual(await futures.getKlines(wanted), await server.truth('/fapi/v1/klines', wanted));
  const info = await spot.getExchangeInfo({ symbol: 'BTCUSDT' });
  assert.equal(info.symbols[0].filters.find(f => f.filterType === 'PRICE_FILTER').tickSize, '0.01000000');
  assert.deepEqual(await spot.getAggregateTrades({ symbol: 'BTCUSDT', fromId: 100, limit: 5 }),
    await server.truth('/api/v3/aggTrades', { symbol: 'BTCUSDT', fromId: 100, limit: 5 }));
}

const binanceStreams = (route, path) => async () => {
  const quiet = { trace() {}, info() {}, error() {} };
  const client = new WebsocketClient({ wsUrl: server.websocket, beautify: false }, quiet);
  const collector = closedKlines(2);
  client.on('message', message => {
    const event = message.data ?? message;
    if (event.e === 'kline')
      collector.take(event.k);
  });
  client.on('exception', () => {});
  await client.subscribe('btcusdt@kline_1m', route);
  const klines = await collector.done();
  client.closeAll(true);
  await assertTruth(klines, path, 'BTCUSDT');
};

async function officialSpot() {
  const client = new Spot({
    configurationRestAPI: { basePath: server.http, apiKey: '' },
    configurationWebsocketStreams: { wsURL: server.websocket },
  });
  const answer = await client.restAPI.klines(wanted);
  assert.deepEqual(await answer.data(), await server.truth('/api/v3/klines', wanted));
  const weight = answer.rateLimits.find(limit => limit.rateLimitType === 'REQUEST_WEIGHT');
  assert.ok(weight?.count > 0, JSON.stringify(answer.rateLimits));

  const connection = await client.websocketStreams.connect();
  const collector = closedKlines(2);
  connection.kline({ symbol: 'btcusdt', interval: '1m' }).on('message', event => collector.take(event.k));
  const klines = await collector.done();
  await connection.disconnect();
  await assertTruth(klines, '/api/v3', 'BTCUSDT');
}

async function officialFutures() {
  const client = new DerivativesTradingUsdsFutures({
    configurationRestAPI: { basePath: server.http, apiKey: '' },
    configurationWebsocketStreams: { wsURL: server.websocket },
  });
  const answer = await client.restAPI.klineCandlestickData(wanted);
  assert.deepEqual(await answer.data(), await server.truth('/fapi/v1/klines', wanted));

  // It drops frames that are not wrapped.
  const connection = await client.websocketStreams.connect();
  const collector = closedKlines(2);
  connection.klineCandlestickStreams({ symbol: 'btcusdt', interval: '1m' })
    .on('message', event => collector.take(event.k));
  const klines = await collector.done();
  await connection.disconnect();
  await assertTruth(klines, '/fapi/v1', 'BTCUSDT');
}

await runTests(['binance: REST', binanceRest], ['binance: spot stream', binanceStreams('main', '/api/v3')],
  ['binance: futures stream', binanceStreams('usdm', '/fapi/v1')],
  ['@binance/spot', officialSpot], ['@binance/derivatives-trading-usds-futures', officialFutures]);
