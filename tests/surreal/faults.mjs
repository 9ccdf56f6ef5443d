// What can go wrong with a server, on demand: POST /fault with a JSON object, or {} for nothing.
//
//   {"kind": KIND, "skip": N, "count": N, ...}: after skip statements, count of them (1; 0: all)
//
//   refuse     answers with "status" and plain "text"           it was not done
//   drop       hangs up                                          it was not done
//   lose       hangs up without an answer                        it was done
//   cut        hangs up in the middle of the answer              it was done
//   text       answers 200 with "text" instead of JSON           it was done
//   error      answers 200 with "text" as what the statement failed with; it was not done
//   slow       answers "ms" later                                it was done
//   kill       ends this process as a crash does, "ms" after the statement has begun
//
// {"kind": "early"} refuses what is too long as soon as it is announced, and hangs up while it is
// still being sent. {"kind": "version", "text": TEXT} is what GET /version answers from then on.

export class Faults {
  constructor() {
    this.set({});
  }

  set(fault) {
    this.fault = { skip: 0, count: 1, status: 500, text: '', ms: 0, ...fault };
    this.left = this.fault.count === 0 ? Infinity : this.fault.count;
    this.hits = 0;
  }

  get version() {
    return this.fault.kind === 'version' ? this.fault.text : null;
  }

  get isEarly() {
    return this.fault.kind === 'early';
  }

  // The fault that strikes the statement that begins now; undefined: none.
  next(kinds) {
    if (!kinds.includes(this.fault.kind) || this.left <= 0) return undefined;
    if (this.fault.skip > 0) {
      this.fault.skip--;
      return undefined;
    }
    this.left--;
    this.hits++;
    return this.fault;
  }
}

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Runs one statement under a fault. answer(status, type, body) sends; response is what it goes to.
export async function strike(fault, response, execute, answer) {
  const hangUp = () => response.socket.destroy();
  switch (fault.kind) {
    case 'refuse':
      return answer(fault.status, 'text/plain; charset=utf-8', fault.text);
    case 'drop':
      return hangUp();
    case 'lose':
      await execute();
      return hangUp();
    case 'cut': {
      const [type, body] = await execute();
      response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
      return response.write(body.slice(0, body.length / 2), hangUp);
    }
    case 'text':
      await execute();
      return answer(200, 'text/plain; charset=utf-8', fault.text);
    case 'error':
      return answer(
        200,
        'application/json',
        JSON.stringify([{ status: 'ERR', time: '1ms', result: fault.text, type: null }]),
      );
    case 'slow':
      await later(fault.ms);
      return answer(200, ...(await execute()));
    case 'kill':
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), fault.ms);
      return answer(200, ...(await execute()));
    default:
      throw Error(`there is no fault ${fault.kind}`);
  }
}
