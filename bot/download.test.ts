import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { download, DownloadError } from './download.ts';

let server: Server;
let answer: RequestListener;
let url: string;

beforeEach(async () => {
  server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/file`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

describe('a file', () => {
  test('of exactly the size that is allowed is fetched whole', async () => {
    answer = (_request, response) => response.end(Buffer.alloc(100_000, 7));
    expect(await download(url, 100_000)).toEqual(new Uint8Array(100_000).fill(7));
  });

  test('that is larger is given up, whatever length was announced', async () => {
    answer = (_request, response) => {
      response.write(Buffer.alloc(60_000));
      response.write(Buffer.alloc(60_000));
    };
    await expect(download(url, 100_000)).rejects.toThrow('the file is too large');
  });

  test('is not looked for where a redirect leads', async () => {
    answer = (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    await expect(download(url, 100)).rejects.toThrow(DownloadError);
  });

  test('that is not there is an error and not an empty file', async () => {
    answer = (_request, response) => response.writeHead(404).end('not found');
    await expect(download(url, 100)).rejects.toThrow("the file's host answered 404");
  });
});
