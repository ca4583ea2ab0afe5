/**
 * Gives a double where a class is asked for of which the code under test uses a part. The
 * compiler checks what it implements; reading a member that it does not have throws, so that a
 * member that was renamed or is used in addition is named by the test that meets it.
 */
export function standIn<T extends object>(double: Partial<T>): T {
  return new Proxy(double, {
    get(target, member): unknown {
      if (!(member in target) && typeof member === 'string' && !ASKED_BY_OTHERS.has(member)) {
        throw new TypeError(`the double has no "${member}"`);
      }
      const value: unknown = Reflect.get(target, member);
      // Private fields are reached from the double alone.
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  }) as T;
}

/** Members that `await`, Jest and Nest look for on every object. */
const ASKED_BY_OTHERS = new Set([
  'then',
  'toJSON',
  'asymmetricMatch',
  'nodeType',
  'onModuleInit',
  'onModuleDestroy',
  'onApplicationBootstrap',
  'beforeApplicationShutdown',
  'onApplicationShutdown',
]);
