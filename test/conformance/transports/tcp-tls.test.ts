import { describe, it } from 'vitest';
import { testTransport } from '../../../src/testing/index.js';
import { tcp } from '../../../src/transports/tcp/index.js';
import { makeCertificate } from '../../fixtures/certificate.js';

const { key, cert } = makeCertificate();
const tls = {
  server: { key, cert, ca: cert, requestCert: true },
  client: { key, cert, ca: cert },
};

testTransport({ createContext: () => tcp({ tls }), listenAddress: () => '127.0.0.1:0' }, { describe, it });
