/** Webhooks that behave badly; all of them are servers of the test on this machine. */
import { afterEach, describe, expect, it } from 'vitest';
import { send } from '../../src/notify/send.ts';
import { answering, startWebhook, stopWebhooks } from '../support/webhook.ts';

afterEach(stopWebhooks);

async function sendTo(url: string, timeoutMs = 2000) {
  const pauses: number[] = [];
  const wait = async (ms: number) => void pauses.push(ms);
  const sent = await send({ url, body: '{"a":1}', agent: 'passmuster/0', timeoutMs, wait });
  return { ...sent, pauses };
}

describe('a webhook', () => {
  it.each([200, 202, 204])('that answers %d was told, once', async (code) => {
    const { url, got } = await startWebhook(answering(code));
    expect(await sendTo(url)).toEqual({ isSent: true, attempts: 1, pauses: [] });
    expect(got).toMatchObject([
      {
        method: 'POST',
        url: '/hook/s3cret',
        body: '{"a":1}',
        headers: { 'content-type': 'application/json' },
      },
    ]);
  });

  it('that fails for a while is asked again, later and later', async () => {
    const { url } = await startWebhook(answering(503, 500, 200));
    expect(await sendTo(url)).toEqual({ isSent: true, attempts: 3, pauses: [1000, 4000] });
  });

  it('that goes on failing is left after three attempts', async () => {
    const { url, got } = await startWebhook(answering(500));
    expect(await sendTo(url)).toEqual({
      isSent: false,
      attempts: 3,
      pauses: [1000, 4000],
      reason: 'it answers 500',
    });
    expect(got).toHaveLength(3);
  });

  it.each([400, 401, 403, 404, 410])('that answers %d is not asked again', async (code) => {
    const { url } = await startWebhook(answering(code));
    expect(await sendTo(url)).toEqual({
      isSent: false,
      attempts: 1,
      pauses: [],
      reason: `it answers ${code}`,
    });
  });

  it.each([301, 302, 303, 307, 308])('that redirects with %d is not followed', async (code) => {
    const other = await startWebhook(answering(200));
    const { url } = await startWebhook((response) => response.writeHead(code, { location: other.url }).end());
    const { isSent, attempts, reason } = await sendTo(url);
    expect({ isSent, attempts }).toEqual({ isSent: false, attempts: 1 });
    expect(reason).toContain('redirects are not followed');
    expect(other.got).toEqual([]);
  });

  it('that asks for a rest gets it, up to half a minute', async () => {
    const rest = async (seconds: string) => {
      const { url } = await startWebhook((response, count) => {
        if (count === 1) response.writeHead(429, { 'retry-after': seconds }).end();
        else response.writeHead(200).end();
      });
      return sendTo(url);
    };
    expect(await rest('7')).toEqual({ isSent: true, attempts: 2, pauses: [7000] });
    expect(await rest('3600')).toMatchObject({ isSent: false, attempts: 1 });
    expect(await rest('soon')).toMatchObject({ isSent: true, pauses: [1000] });
  });

  it('that never answers, or stops in the middle, does not keep the run', async () => {
    const silent = await startWebhook(() => {});
    expect(await sendTo(silent.url, 60)).toMatchObject({
      isSent: false,
      attempts: 3,
      reason: 'no answer within 0.06 s',
    });
    const cut = await startWebhook((_response, _count, request) => request.socket.destroy());
    expect(await sendTo(cut.url)).toMatchObject({ isSent: false, attempts: 3 });
  });

  it('that is not there is named by the code of the failure, never by its address', async () => {
    const { url } = await startWebhook(answering(200));
    stopWebhooks();
    const { isSent, reason } = await sendTo(url);
    expect(isSent).toBe(false);
    expect(reason).toBe('the connection failed (ECONNREFUSED)');
  });

  it('that answers without an end is not read to its end', async () => {
    const { url } = await startWebhook((response) => {
      response.writeHead(200);
      response.write('x');
    });
    expect(await sendTo(url)).toMatchObject({ isSent: true, attempts: 1 });
  });
});
