import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Request, type Response } from 'express';
import { dropEndpoints } from '#shared/api/drops.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { twitchExtension } from '../../adapters/twitch/extension.ts';
import { cpuMeter } from './cpu.ts';
import { answerQuestions } from './programs.ts';

// The route that claiming is measured against: the same path, the same checks of what comes in and who sent it, an answer of the
// same size, and nothing kept. Whether the answer is checked against the contract, as the house does, is asked for. The rest of
// what the house adds to every answer (its headers, its other routes) is left out, so that it counts against the claim.

type PlainSettings = { readonly secretBase64: string; readonly checksAnswer: boolean };

const abilities = {
  start: async ({ secretBase64, checksAnswer }: PlainSettings): Promise<{ readonly port: number }> => {
    const { readViewer } = twitchExtension(
      { clientId: 'bench', ownerId: '1', secretsBase64: [secretBase64], apiBase: 'http://127.0.0.1:9' },
      () => {},
    );
    const { path, params, response: answerSchema } = dropEndpoints.claimUnit;
    const app = express();
    app.disable('x-powered-by');
    app.set('etag', false);
    app.post(path, async (request: Request, response: Response) => {
      const token = request.get('authorization')?.slice('Bearer '.length) ?? '';
      const viewer = readViewer(token);
      const read = params.safeParse(request.params);
      if (!viewer?.userId || !read.success) return void response.status(401).end();
      const answer = { ...sampleAnswer, dropId: read.data.dropId };
      response.json(checksAnswer ? answerSchema.parse(answer) : answer);
    });
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { port: (server.address() as AddressInfo).port };
  },
  ...cpuMeter(),
};
export type PlainAbilities = typeof abilities;

answerQuestions(abilities);

const sampleAnswer: OrderView = {
  tag: 'C5-7K3QF2M',
  version: 1,
  fulfilment: 'reserved',
  dropId: '',
  title: 'Benchmark TKL, run 1',
  guild: 'builder',
  picture: { url: `http://127.0.0.1/pictures/${'ab'.repeat(32)}.png`, alt: 'Benchmark TKL, run 1, picture 1' },
  specs: 'Aluminium case, brass weight, hand-lubed linear switches (62 g), PBT dye-sub keycaps, foam and tape mod.',
  unit: 1,
  builderNickname: 'Builder',
  channelLogin: 'builder',
  price: { amountMinor: 120_00, currency: 'USD' },
  shippingRates: [
    { country: 'US', amountMinor: 12_00 },
    { country: 'CA', amountMinor: 18_50 },
    { country: 'DE', amountMinor: 24_00 },
    { country: 'JP', amountMinor: 26_00 },
  ],
  country: null,
  total: null,
  claim: { endsAt: 1, payCode: 'ABCDE-FGHJK', payUrl: 'http://127.0.0.1/pay/ABCDE-FGHJK' },
  vault: null,
  policy: 'proof-of-work',
  proofs: [],
  certifiedBuild: false,
  bench: null,
  build: null,
  tracking: null,
  proofDueAt: null,
  timeline: [{ event: 'claimed', at: 1, params: {} }],
  actions: ['start-checkout', 'cancel-claim'],
  claimedIn: null,
  orderUrl: 'http://127.0.0.1/orders/C5-7K3QF2M',
};
