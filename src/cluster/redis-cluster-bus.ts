import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { errorFields } from '../common/error-fields.js';
import { AppConfig } from '../config/app-config.js';
import { ClusterMetrics } from './cluster.metrics.js';
import { type BusMessage, decode, encode } from './bus-message.js';
import { type BusAnswer, ClusterBus } from './cluster-bus.js';
import { RedisLink } from './redis-link.js';
import { RedisMembership } from './redis-membership.js';

/** How long a question waits for answers; replicas that answer later are left out. */
export const ASK_LIMIT_MS = 400;

type Handler = (message: unknown, from: string) => void;
type Answerer = (question: unknown) => unknown;

/** Takes the answers to a question that was asked here. */
type Asker = (from: string, answer: unknown) => void;

/**
 * Carries messages over Redis' channels: one for all replicas and one for each. A replica counts
 * as there when Redis has its subscription and `Membership` its heartbeat; either alone may be
 * left over from a process that hangs. While Redis is away this process is its only receiver.
 */
@Injectable()
export class RedisClusterBus extends ClusterBus {
  private readonly logger = new Logger(RedisClusterBus.name);
  private readonly self: string;
  private readonly handlers = new Map<string, Handler[]>();
  private readonly answerers = new Map<string, Answerer>();
  private readonly askers = new Map<string, Asker>();

  constructor(
    config: AppConfig,
    private readonly metrics: ClusterMetrics,
    private readonly link: RedisLink,
    private readonly membership: RedisMembership,
  ) {
    super();
    this.self = config.instance;
    const receive = (text: string): void => this.receive(text);
    link.subscribe(this.channelOfAll(), receive);
    link.subscribe(this.channelOf(this.self), receive);
  }

  broadcast(topic: string, body: unknown): void {
    void this.publish(this.channelOfAll(), { kind: 'tell', from: this.self, topic, body });
  }

  async send(instance: string, topic: string, body: unknown): Promise<boolean> {
    if (instance === this.self) return this.deliver(topic, body, this.self);
    if (!this.link.up || !(await this.membership.has(instance))) return false;
    const message = { kind: 'tell', from: this.self, topic, body } as const;
    return (await this.publish(this.channelOf(instance), message)) > 0;
  }

  on<M>(topic: string, handler: (message: M, from: string) => void): void {
    const handlers = this.handlers.get(topic) ?? [];
    // Senders and handlers of a topic agree on its type; it is not checked here.
    this.handlers.set(topic, [...handlers, handler as Handler]);
  }

  answer<A, Q>(topic: string, handler: (question: Q) => A | Promise<A>): void {
    this.answerers.set(topic, handler as Answerer);
  }

  async ask<A>(topic: string, question?: unknown): Promise<readonly BusAnswer<A>[]> {
    const asksOthers = this.link.up && this.link.listening;
    const [own, others] = await Promise.all([
      this.ownAnswer(topic, question),
      asksOthers ? this.askOthers(topic, question) : [],
    ]);
    const answers = own === undefined ? others : [own, ...others];
    return answers as readonly BusAnswer<A>[];
  }

  /**
   * Resolves when as many other replicas have answered as Redis delivered the question to, when
   * every replica with a fresh heartbeat has, or after `ASK_LIMIT_MS`.
   */
  private askOthers(topic: string, body: unknown): Promise<BusAnswer<unknown>[]> {
    const id = randomUUID();
    const answers = new Map<string, unknown>();
    const others = this.membership.instances().slice(1);
    let receivers = Infinity;
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.askers.delete(id);
        resolve([...answers].map(([instance, answer]) => ({ instance, answer })));
      };
      const check = (): void => {
        const heardAll = others.length > 0 && others.every((other) => answers.has(other.instance));
        if (heardAll || answers.size >= receivers - 1) finish();
      };
      const timer = setTimeout(finish, ASK_LIMIT_MS);
      this.askers.set(id, (from, answer) => {
        answers.set(from, answer);
        check();
      });
      const message = { kind: 'ask', from: this.self, topic, id, body } as const;
      void this.publish(this.channelOfAll(), message).then((count) => {
        receivers = count;
        check();
      });
    });
  }

  private receive(text: string): void {
    const message = decode(text);
    if (message === null) {
      this.metrics.messagesDropped.inc({ reason: 'malformed' });
      return;
    }
    // Redis gives a broadcast to its sender as well.
    if (message.from === this.self) return;
    switch (message.kind) {
      case 'tell':
        this.deliver(message.topic, message.body, message.from);
        break;
      case 'ask':
        void this.reply(message);
        break;
      case 'answer':
        this.askers.get(message.id)?.(message.from, message.body);
        break;
    }
  }

  /** Hands a message to the handlers of its topic; false when there is none. */
  private deliver(topic: string, body: unknown, from: string): boolean {
    const handlers = this.handlers.get(topic) ?? [];
    if (handlers.length === 0) this.metrics.messagesDropped.inc({ reason: 'unknown-topic' });
    for (const handler of handlers) {
      try {
        handler(body, from);
      } catch (error) {
        this.logger.error('Bus handler failed', { topic, ...errorFields(error) });
      }
    }
    return handlers.length > 0;
  }

  private async reply(asked: BusMessage & { readonly kind: 'ask' }): Promise<void> {
    const own = await this.ownAnswer(asked.topic, asked.body);
    if (own === undefined) return;
    const { from, id } = asked;
    await this.publish(this.channelOf(from), {
      kind: 'answer',
      from: this.self,
      id,
      body: own.answer,
    });
  }

  /** This replica's answer; undefined when the topic has no handler here, or it fails. */
  private async ownAnswer(
    topic: string,
    question: unknown,
  ): Promise<BusAnswer<unknown> | undefined> {
    const handler = this.answerers.get(topic);
    if (!handler) {
      this.metrics.messagesDropped.inc({ reason: 'unknown-topic' });
      return undefined;
    }
    try {
      return { instance: this.self, answer: await handler(question) };
    } catch (error) {
      this.logger.error('Bus question failed', { topic, ...errorFields(error) });
      return undefined;
    }
  }

  /** Returns how many connections Redis delivered it to; 0 when it could not be sent. */
  private async publish(channel: string, message: BusMessage): Promise<number> {
    if (!this.link.configured) return 0;
    const text = encode(message);
    if (text === null) {
      this.metrics.messagesDropped.inc({ reason: 'unsendable' });
      this.logger.error('Message is too long or not JSON', { kind: message.kind });
      return 0;
    }
    try {
      return await this.link.run((redis) => redis.publish(channel, text));
    } catch {
      this.metrics.messagesDropped.inc({ reason: 'away' });
      return 0;
    }
  }

  private channelOfAll(): string {
    return this.link.key('bus', 'all');
  }

  private channelOf(instance: string): string {
    return this.link.key('bus', 'to', instance);
  }
}
