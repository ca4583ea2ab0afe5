import type { Connection } from '../simulators/openai/connection.js';
import type { MadeResponse } from '../simulators/openai/ears.js';
import type { OpenAiStandIn } from '../simulators/openai/open-ai-stand-in.js';

const LIMIT_MS = 30_000;

/** Something that goes wrong with the provider once a call is at a certain point. */
export interface Fault {
  readonly name: string;
  strike(openai: OpenAiStandIn, connection: Connection): void;
}

/** A point of a call; resolves when it is reached. */
export interface Moment {
  readonly name: string;
  reached(openai: OpenAiStandIn): Promise<unknown>;
}

const drop = (connection: Connection) => connection.drop();

/** Faults that the same provider recovers from. */
export const PASSING_FAULTS: readonly Fault[] = [
  { name: 'dropped', strike: (_, connection) => drop(connection) },
  {
    name: 'dropped at a random byte',
    strike: (_, connection) => {
      connection.knobs.dropAfterBytes = Math.floor(Math.random() * 20_000);
    },
  },
  {
    name: 'dropped, refused once with 500',
    strike: (openai, connection) => {
      openai.nextConnections(1, { refuseUpgrade: 500 });
      drop(connection);
    },
  },
  {
    name: 'dropped, accepted then closed',
    strike: (openai, connection) => {
      openai.nextConnections(1, { closeOnOpen: { code: 'server_error', closeCode: 1011 } });
      drop(connection);
    },
  },
  { name: 'session expired', strike: (_, connection) => connection.expire() },
  {
    name: 'stalled',
    strike: (_, connection) => {
      connection.knobs.stalled = 'events';
    },
  },
  {
    name: 'slow',
    strike: (_, connection) => {
      connection.knobs.thinkMs = 4_000;
      setTimeout(() => {
        connection.knobs.thinkMs = 150;
      }, 6_000).unref();
    },
  },
  {
    name: 'garbage events',
    strike: (_, connection) => {
      connection.knobs.garbage = true;
    },
  },
  {
    name: 'a failed response',
    strike: (_, connection) => {
      connection.knobs.failResponses = ['server_error'];
    },
  },
];

/** Faults after which this provider is of no more use to the call. */
export const LASTING_FAULTS: readonly Fault[] = [
  ...[401, 429, 500].map((status) => ({
    name: `dropped, refused with ${status}`,
    strike: (openai: OpenAiStandIn, connection: Connection) => {
      openai.knobs.refuseUpgrade = status;
      drop(connection);
    },
  })),
  {
    name: 'quota spent',
    strike: (openai, connection) => {
      openai.knobs.closeOnOpen = { code: 'insufficient_quota', closeCode: 1008 };
      connection.knobs.failResponses = ['insufficient_quota'];
    },
  },
];

const response = (openai: OpenAiStandIn, is: (made: MadeResponse) => boolean) =>
  openai.waitFor(({ responses }) => responses.find(is), LIMIT_MS);
const calls = (made: MadeResponse, tool: string) =>
  made.step.tools?.some(({ name }) => name === tool) === true && made.doneAt !== null;

/** The points of `test/scenarios/short.json` at which things go wrong. */
export const MOMENTS: readonly Moment[] = [
  {
    name: 'connecting',
    reached: (openai) =>
      openai.waitFor(
        ({ connections }) => connections.length > 0 && openai.connections[0],
        LIMIT_MS,
      ),
  },
  { name: 'greeting', reached: (openai) => response(openai, (made) => made.firstAudioAt !== null) },
  {
    name: 'caller speaking',
    reached: (openai) =>
      openai.waitFor(
        ({ connections }) =>
          connections.some(({ sent }) =>
            sent.some(({ type }) => type === 'input_audio_buffer.speech_started'),
          ),
        LIMIT_MS,
      ),
  },
  {
    name: 'tool running',
    reached: (openai) => response(openai, (made) => calls(made, 'add_item')),
  },
  {
    name: 'answering',
    reached: (openai) =>
      response(
        openai,
        (made) =>
          openai.ears.recognised.length > 0 &&
          made.firstAudioAt !== null &&
          made.doneAt === null &&
          made.spoken.length > 0 &&
          made.trigger !== 'idle' &&
          !made.step.tools?.length &&
          openai.ears.responses.indexOf(made) > 1,
      ),
  },
  {
    name: 'confirming',
    reached: (openai) => response(openai, (made) => calls(made, 'place_order')),
  },
];
