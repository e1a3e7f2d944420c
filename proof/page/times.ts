import { writeFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import type { Faults } from './checks';
import type { WrittenPage } from './meshes';

/** First paint of the large mesh, in milliseconds, and how many times that of as many bytes that do nothing. */
const most = { firstPaint: 1000, ratio: 3 };
/** Frames while the picture is dragged, as a share of those of an empty page: 50 of 60. */
const leastFrames = 0.83;

/** The large page paints soon, and follows the mouse. Where this machine is slow, a page of the same size without our code says how slow. */
export async function isQuick(browser: Browser, written: WrittenPage): Promise<{ readonly faults: Faults; readonly text: string }> {
  const plain = written.file.replace(/\.html$/, '.plain.html');
  writeFileSync(
    plain,
    `<!doctype html><title>x</title><p>a page of the same size</p><script type="text/plain">${'x'.repeat(written.html.length)}</script>`,
  );
  const ours = await firstPaint(browser, written.file);
  const theirs = await firstPaint(browser, plain);
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`file://${written.file}`);
  await page.waitForSelector('html[data-ready]');
  const dragged = await frames(page);
  await page.goto(`file://${plain}`);
  const idle = await frames(page);
  await page.close();
  const text = `first paint ${ours.toFixed(0)} ms (${theirs.toFixed(0)} ms of as many bytes that do nothing), ${dragged} frames a second dragged (${idle} of an empty page)`;
  const isSlow = ours > most.firstPaint && ours > most.ratio * theirs;
  return {
    text,
    faults: [
      ...(isSlow ? [`the first paint of 1,000 services takes ${ours.toFixed(0)} ms`] : []),
      ...(dragged < leastFrames * Math.min(60, idle) ? [`dragged at ${dragged} frames a second, an empty page has ${idle}`] : []),
    ],
  };
}

/** The median of three. */
async function firstPaint(browser: Browser, file: string): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 3; run++) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`file://${file}`);
    times.push(
      await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            const painted = () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
            const look = () => {
              const at = painted();
              if (at === undefined) requestAnimationFrame(look);
              else resolve(at);
            };
            look();
          }),
      ),
    );
    await page.close();
  }
  return times.sort((one, other) => one - other)[1] ?? 0;
}

/** Frames in a second while the mouse drags. */
async function frames(page: Page): Promise<number> {
  await page.mouse.move(400, 500);
  await page.mouse.down();
  const counted = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let count = 0;
        const start = performance.now();
        const frame = () => {
          count += 1;
          if (performance.now() - start < 1000) requestAnimationFrame(frame);
          else resolve(count);
        };
        requestAnimationFrame(frame);
      }),
  );
  for (let step = 0; step < 60; step++) await page.mouse.move(400 + step * 3, 500 + step);
  const result = await counted;
  await page.mouse.up();
  return result;
}
