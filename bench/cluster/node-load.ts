import { Redis } from 'ioredis';

/** What a Redis server has done since it was started. */
export interface NodeLoad {
  /** Commands, those within scripts included. */
  readonly commands: number;
  readonly cpuMs: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** Asks a server of this machine for what it has done. */
export async function loadOf(port: number): Promise<NodeLoad> {
  const redis = new Redis(port, '127.0.0.1');
  try {
    const info = await redis.info('everything');
    const number = (field: string): number =>
      Number(new RegExp(`^${field}:([\\d.]+)`, 'm').exec(info)?.[1] ?? 0);
    const calls = [...info.matchAll(/^cmdstat_(\S+?):calls=(\d+)/gm)];
    const commands = calls.reduce((total, [, , count]) => total + Number(count), 0);
    return {
      commands,
      cpuMs: 1_000 * (number('used_cpu_user') + number('used_cpu_sys')),
      bytesIn: number('total_net_input_bytes'),
      bytesOut: number('total_net_output_bytes'),
    };
  } finally {
    redis.disconnect();
  }
}
