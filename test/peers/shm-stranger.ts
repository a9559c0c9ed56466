/**
 * `shm-stranger UID connect|listen NAME`: becomes another user, connects to an abstract name, or listens there for one who
 * connects, says what one says first, and tells `{ bytes, descriptors }`: what it got until the end.
 */
import { Context } from 'tensorduct';
import { parent } from './parent.js';

const RING_BYTES = 65_536;

const [, , uid, way, name] = process.argv;
if (name === undefined) throw new Error('usage: shm-stranger UID connect|listen NAME');
// Loads the addon while its files can be read for sure.
const context = new Context();
const native = context.memory?.memory.native;
if (native === undefined) throw new Error('there is no addon');
process.setgid?.(Number(uid));
process.setuid?.(Number(uid));

type Socket = ReturnType<typeof native.Socket.connect>;

function count(socket: Socket): void {
  let bytes = 0;
  let descriptors = 0;
  socket.poll(false, () => {
    for (let message = socket.receive(); message !== null; message = socket.receive()) {
      if (message === undefined) {
        socket.close();
        return parent.send({ bytes, descriptors });
      }
      bytes += message.bytes.length;
      descriptors += message.descriptors.length;
    }
  });
}

if (way === 'connect') {
  const socket = native.Socket.connect(name);
  const rings = native.RingPair.create(RING_BYTES, socket);
  count(socket);
  try {
    socket.send(Buffer.from(['tensorduct shm', 1, RING_BYTES].join('\n')), [rings.fd]);
  } catch {
    // It has hung up already.
  }
} else {
  const listening = native.Socket.listen(name);
  listening.poll(false, () => {
    const socket = listening.accept();
    if (socket !== null) count(socket);
  });
  parent.send('listening');
}
