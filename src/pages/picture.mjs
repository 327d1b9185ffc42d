// Makes the README's picture from a recording's page: node picture.mjs PAGE PICTURE
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [page, picture] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const tab = await browser.newPage({ viewport: { width: 1080, height: 860 }, colorScheme: 'light' });
await tab.goto(pathToFileURL(page).href);
await tab.screenshot({ path: picture });
await browser.close();
