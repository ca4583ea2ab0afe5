import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** A record's kind, as it is on the wire. */
const TYPE_A = 1;
const CLASS_IN = 1;
const HEADER_LENGTH = 12;
/** An answer, by a server that is the authority. */
const ANSWER_FLAGS = 0x8580;
const NO_SUCH_NAME = 3;
/** Points to the name of the question. */
const NAME_OF_QUESTION = 0xc00c;
const TTL_SECONDS = 1;

/** What a client asks. */
interface Question {
  readonly name: string;
  readonly type: number;
  /** Where it ends in the packet. */
  readonly end: number;
}

/** A DNS server of this machine, which gives IPv4 addresses of names over UDP. */
export class NameServer {
  /** False says nothing, as a server that is away. */
  answers = true;
  private readonly names = new Map<string, readonly string[]>();

  private constructor(private readonly socket: Socket) {
    socket.on('message', (packet, client) => this.answer(packet, client));
  }

  static async start(): Promise<NameServer> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new NameServer(socket);
  }

  /** `127.0.0.1:port`. */
  get address(): string {
    return `127.0.0.1:${this.socket.address().port}`;
  }

  /** The addresses of a name from now on; a name without any is not known. */
  set(name: string, addresses: readonly string[]): void {
    this.names.set(name, addresses);
  }

  async close(): Promise<void> {
    this.socket.close();
    await once(this.socket, 'close');
  }

  private answer(packet: Buffer, { port, address }: RemoteInfo): void {
    if (!this.answers) return;
    const question = questionOf(packet);
    const known = this.names.get(question.name) ?? [];
    const given = question.type === TYPE_A ? known : [];
    const header = Buffer.alloc(HEADER_LENGTH);
    packet.copy(header, 0, 0, 2);
    header.writeUInt16BE(ANSWER_FLAGS | (known.length === 0 ? NO_SUCH_NAME : 0), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(given.length, 6);
    const asked = packet.subarray(HEADER_LENGTH, question.end);
    this.socket.send(Buffer.concat([header, asked, ...given.map(addressRecord)]), port, address);
  }
}

function questionOf(packet: Buffer): Question {
  const labels: string[] = [];
  let at = HEADER_LENGTH;
  for (let length = packet.readUInt8(at); length > 0; length = packet.readUInt8(at)) {
    labels.push(packet.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.'), type: packet.readUInt16BE(at + 1), end: at + 5 };
}

function addressRecord(address: string): Buffer {
  const record = Buffer.alloc(16);
  record.writeUInt16BE(NAME_OF_QUESTION, 0);
  record.writeUInt16BE(TYPE_A, 2);
  record.writeUInt16BE(CLASS_IN, 4);
  record.writeUInt32BE(TTL_SECONDS, 6);
  record.writeUInt16BE(4, 10);
  record.set(address.split('.').map(Number), 12);
  return record;
}
