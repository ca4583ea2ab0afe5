import { EventEmitter } from 'node:events';
import { jest } from '@jest/globals';
import type { WebSocket } from 'ws';
import { ConnectionWatch } from './connection-watch.js';

const OPEN = 1;

/** A socket that is open; the test plays the other side. */
class ScriptedSocket extends EventEmitter {
  readonly OPEN = OPEN;
  readyState = OPEN;
  pings = 0;
  /** The network carries pings and their answers. */
  alive = true;

  ping(): void {
    this.pings += 1;
    if (this.alive) this.emit('pong');
  }
}

describe('ConnectionWatch', () => {
  let socket: ScriptedSocket;
  let watch: ConnectionWatch;
  let owed: boolean;
  let dead: string[];

  const after = (ms: number) => {
    jest.advanceTimersByTime(ms);
    return dead;
  };

  beforeEach(() => {
    jest.useFakeTimers();
    socket = new ScriptedSocket();
    owed = false;
    dead = [];
    watch = new ConnectionWatch(socket as unknown as WebSocket, {
      isOwed: () => owed,
      dead: (code) => {
        dead.push(code);
        watch.stop();
      },
    });
  });
  afterEach(() => {
    watch.stop();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('has a provider for stuck that owes an answer and sends nothing for 10 s', () => {
    watch.expecting();
    owed = true;
    expect(after(10_000)).toEqual([]);
    expect(after(1_000)).toEqual(['stalled']);
  });

  it('waits for a first sound that takes long', () => {
    watch.expecting();
    owed = true;
    expect(after(7_500)).toEqual([]);
    watch.alive();
    expect(after(9_500)).toEqual([]);
  });

  it('counts from the moment the answer is owed', () => {
    expect(after(60_000)).toEqual([]);
    watch.expecting();
    owed = true;
    expect(after(10_000)).toEqual([]);
    expect(after(1_000)).toEqual(['stalled']);
  });

  it('has no provider for stuck that owes nothing', () => {
    expect(after(600_000)).toEqual([]);
    expect(socket.pings).toBeGreaterThanOrEqual(100);
  });

  it('has a network for gone that answers no ping for 10 s', () => {
    socket.alive = false;
    expect(after(15_000)).toEqual([]);
    expect(after(2_000)).toEqual(['ping_timeout']);
  });

  it('takes events for an answer to the ping', () => {
    socket.alive = false;
    for (let second = 0; second < 60; second += 1) {
      watch.alive();
      after(1_000);
    }
    expect(dead).toEqual([]);
  });

  it('says nothing of a socket that is not open', () => {
    socket.readyState = 0;
    owed = true;
    expect(after(60_000)).toEqual([]);
    expect(socket.pings).toBe(0);
  });
});
