/** What an answer to `ask` comes with: which replica gave it. */
export interface BusAnswer<A> {
  readonly instance: string;
  readonly answer: A;
}

/**
 * Messages between the replicas: plain JSON, at most once, in no guaranteed order. Alone, a
 * process is its own only receiver. An abstract class so that it is its own injection token.
 * Nothing here throws; a handler's exception is logged.
 *
 * Handlers are registered in constructors: messages arrive as soon as the modules are initialised,
 * and one without a handler counts as delivered and is lost.
 */
export abstract class ClusterBus {
  /** To every other replica. Never waits. */
  abstract broadcast(topic: string, message: unknown): void;
  /**
   * To one replica, this one included. False: it is not there, or Redis is away, or fell silent
   * before it was known whether the message arrived.
   */
  abstract send(instance: string, topic: string, message: unknown): Promise<boolean>;
  /** Receives what `broadcast` and `send` of other replicas, or `send` of this one, carry. */
  abstract on<M>(topic: string, handler: (message: M, from: string) => void): void;
  /**
   * The answers of all replicas, this one's first; those that fail or come too late are left out.
   *
   * @param question plain JSON, for topics that take one.
   */
  abstract ask<A>(topic: string, question?: unknown): Promise<readonly BusAnswer<A>[]>;
  /** Gives this replica's answer to `ask`. One handler a topic. */
  abstract answer<A, Q = unknown>(topic: string, handler: (question: Q) => A | Promise<A>): void;
}
