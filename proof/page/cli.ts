import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { findChromium, startBrowser } from './browser';
import { asks, collapses, type Faults, finds, isAccessible, worksByKeys } from './checks';
import { redrawsAfterSave } from './live';
import { article, bookinfo, large, type WrittenPage, write, zeroTrust } from './meshes';
import { isQuick } from './times';

/** `npm run prove:page`: the page in a real Chromium. Exit code 77 where there is none. */
const skipped = 77;
const screenshots = join(__dirname, '..', '..', 'build', 'page');

const articleRequests = [
  'curl http://microservice.retailvoice.xyz/user/about',
  'curl http://microservice.retailvoice.xyz/userfoo',
  "curl -H 'mode: dev' http://user.traffic-management.retailvoice.xyz/",
  'curl http://user.traffic-management.retailvoice.xyz/',
  "curl -H 'mode: dev' http://traffic-management.retailvoice.xyz/user/x",
  'curl --from default/user-deployment http://product-service:8000/',
];

const zeroTrustRequests = [
  'curl --from traffic-management/user-deployment http://product-service:8000/latest',
  'curl -X POST --from traffic-management/user-deployment http://product-service:8000/latest',
  'curl http://product.traffic-management.retailvoice.xyz/',
];

async function prove(browser: Browser): Promise<Faults> {
  const pages = {
    article: await write('article', article()),
    'zero-trust': await write('zero-trust', zeroTrust()),
    bookinfo: await write('bookinfo', bookinfo()),
    large: await write('large', large()),
  };
  const faults: Faults = [];
  const step = async (name: string, run: () => Promise<Faults>) => {
    const found = await run();
    faults.push(...found);
    process.stdout.write(`${found.length === 0 ? '✓' : '✗'} ${name}\n${found.map((text) => `    ${text}\n`).join('')}`);
  };
  const open = async (written: WrittenPage, width = 1280, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> => {
    const page = await browser.newPage({ viewport: { width, height: width < 800 ? 844 : 900 }, colorScheme });
    page.on('pageerror', (error) => faults.push(`the page throws ${error.message}`));
    page.on('request', (request) => {
      if (!request.url().startsWith('file://') && !request.url().startsWith('data:'))
        faults.push(`the page asks the network for ${request.url().slice(0, 80)}`);
    });
    await page.goto(`file://${written.file}`);
    await page.waitForSelector('html[data-ready]');
    return page;
  };
  const page = await open(pages.article);
  for (const line of articleRequests) await step(`lights up as \`mesh route\` answers: ${line}`, () => asks(page, pages.article, line));
  await step('finds a box by a word', () => finds(page, 'mode', 'mode'));
  await step('draws namespaces as one box, and in full again', () => collapses(page, pages.article));
  await step('works by keys alone', () => worksByKeys(page));
  const guarded = await open(pages['zero-trust']);
  for (const line of zeroTrustRequests)
    await step(`lights up as \`mesh route\` answers: ${line}`, () => asks(guarded, pages['zero-trust'], line));
  const narrow = await open(pages.article, 390);
  for (const line of articleRequests.slice(2, 4)) await step(`lights up on a telephone: ${line}`, () => asks(narrow, pages.article, line));
  await step('axe-core finds nothing', async () => [
    ...(await accessibleIn(open, pages.article)),
    ...(await isAccessible(guarded, 'with a trace')),
    ...(await isAccessible(narrow, 'with a trace at 390 pixels')),
  ]);
  await step('`mesh serve` redraws an open page after a save', () => redrawsAfterSave(browser));
  await step('screenshots', () => photograph(open, pages));
  let text = '';
  await step('1,000 services paint soon and follow the mouse', async () => {
    const { faults: slow, text: said } = await isQuick(browser, pages.large);
    text = said;
    return slow;
  });
  process.stdout.write(`  ${text}\n`);
  return faults;
}

type Open = (written: WrittenPage, width?: number, scheme?: 'light' | 'dark') => Promise<Page>;

async function accessibleIn(open: Open, written: WrittenPage): Promise<Faults> {
  const faults: Faults = [];
  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [1280, 390]) {
      const page = await open(written, width, scheme);
      await page.locator('#facts summary').click();
      await page.locator('[data-id="workload Deployment/default/user-deployment"]').click();
      faults.push(...(await isAccessible(page, `${scheme}, ${width} pixels`)));
      await page.close();
    }
  }
  return faults;
}

async function photograph(open: Open, pages: Readonly<Record<string, WrittenPage>>): Promise<Faults> {
  mkdirSync(screenshots, { recursive: true });
  for (const [name, written] of Object.entries(pages)) {
    for (const [width, scheme] of [
      [1280, 'light'],
      [1280, 'dark'],
      [390, 'light'],
    ] as const) {
      const page = await open(written, width, scheme);
      if (name === 'article') {
        await asks(page, written, "curl -H 'mode: dev' http://user.traffic-management.retailvoice.xyz/");
      }
      await page.screenshot({ path: join(screenshots, `${name}-${width}-${scheme}.png`), fullPage: width < 800 });
      await page.close();
    }
  }
  return [];
}

async function main(): Promise<number> {
  const executable = findChromium();
  if (executable === undefined) {
    process.stdout.write('!!! THE PAGE WAS NOT OPENED: no Chromium on this machine; apt-get install chromium, or CHROMIUM=/path/to/it\n');
    return skipped;
  }
  const browser = await startBrowser(executable);
  try {
    const faults = await prove(browser);
    process.stdout.write(
      faults.length === 0 ? 'the page holds\n' : `${faults.length} faults\n${faults.map((text) => `  ${text}\n`).join('')}`,
    );
    return faults.length === 0 ? 0 : 1;
  } finally {
    await browser.close();
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    process.stderr.write(`error: ${error.stack}\n`);
    process.exitCode = 2;
  },
);
