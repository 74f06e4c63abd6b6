/** Posts a body to a webhook: a few times, each for a short while, and never anywhere else than to the address that was named. */

export interface Sending {
  readonly url: string;
  readonly body: string;
  readonly agent: string;
  /** Of one attempt. */
  readonly timeoutMs: number;
  readonly wait?: (ms: number) => Promise<void>;
}

export interface Sent {
  readonly isSent: boolean;
  readonly attempts: number;
  /** Why not, without the address. */
  readonly reason?: string;
}

/** Before the second attempt, and before the third. */
const pauses = [1000, 4000];
/** A receiver that asks for a longer rest is left alone. */
const longestPause = 30_000;

const sleep = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));

export async function send(sending: Sending): Promise<Sent> {
  const { wait = sleep } = sending;
  for (let attempts = 1; ; attempts += 1) {
    const result = await attempt(sending);
    if (result === 'sent') return { isSent: true, attempts };
    const pause = Math.max(pauses[attempts - 1] ?? Number.POSITIVE_INFINITY, result.restMs ?? 0);
    if (!result.mayPass || pause > longestPause) return { isSent: false, attempts, reason: result.reason };
    await wait(pause);
  }
}

interface Failure {
  readonly reason: string;
  /** The same may succeed later. */
  readonly mayPass: boolean;
  readonly restMs?: number;
}

async function attempt({ url, body, agent, timeoutMs }: Sending): Promise<'sent' | Failure> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': agent },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    return judged(response);
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    return {
      reason: isLate ? `no answer within ${timeoutMs / 1000} s` : networkReason(error),
      mayPass: true,
    };
  }
}

function judged({ status, headers }: Response): 'sent' | Failure {
  if (status >= 200 && status < 300) return 'sent';
  if (status >= 300 && status < 400)
    return { reason: `it answers ${status}, and redirects are not followed`, mayPass: false };
  const mayPass = status === 408 || status === 429 || status >= 500;
  const rest = Number(headers.get('retry-after'));
  return { reason: `it answers ${status}`, mayPass, ...(rest > 0 ? { restMs: rest * 1000 } : {}) };
}

/** The code of the cause, as ECONNREFUSED; messages hold addresses. */
function networkReason(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  return code === undefined ? 'the connection failed' : `the connection failed (${code})`;
}
