import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Resident memory of a process in megabytes, as the kernel counts it (Linux). */
export const residentMegabytes = (processId: number): number => {
  const status = readFileSync(`/proc/${String(processId)}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
};

/** The most that `residentMegabytes` gives while `work` runs, looked at twice a second. */
export const peakMegabytesDuring = async <Answer>(
  processId: number,
  work: () => Promise<Answer>,
): Promise<{ readonly answer: Answer; readonly peakMegabytes: number }> => {
  let peakMegabytes = residentMegabytes(processId);
  const timer = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, residentMegabytes(processId));
  }, 500);
  try {
    const answer = await work();
    return { answer, peakMegabytes };
  } finally {
    clearInterval(timer);
  }
};

/** Seconds that the oldest fact waits which is not published yet. */
const publishingLag = async (serviceUrl: string): Promise<number> => {
  const metrics = await (await fetch(`${serviceUrl}/metrics`)).text();
  const lag = /^outbox_lag_seconds\S* (\S+)$/m.exec(metrics)?.[1];
  if (lag === undefined) throw new Error('the service does not tell how far its outbox is behind');
  return Number(lag);
};

/**
 * Waits until a service has published every fact, so that what is measured next has the machine
 * alone. It learns of new facts a moment after their commit: one look is not enough.
 */
export const untilPublished = async (serviceUrl: string): Promise<void> => {
  for (let quiet = 0; quiet < 10;) {
    await delay(100);
    quiet = (await publishingLag(serviceUrl)) === 0 ? quiet + 1 : 0;
  }
};
