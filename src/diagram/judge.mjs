// Says whether files are what they claim to be, by libraries that nobody here wrote.
// usage: node judge.mjs har|powershell FILE...
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { Language, Parser } from 'web-tree-sitter';
import validator from 'har-validator/lib/promise.js';

const [kind, ...files] = process.argv.slice(2);

async function archive(file) {
    const document = JSON.parse(readFileSync(file, 'utf8'));
    try {
        await validator.har(document);
    } catch (e) {
        return e.errors.map((error) => `${error.dataPath} ${error.message}`);
    }
    return document.log.entries.length > 0 ? [] : ['no entries'];
}

async function script(file) {
    const grammar = createRequire(import.meta.url).resolve('tree-sitter-powershell/tree-sitter-powershell.wasm');
    await Parser.init();
    const parser = new Parser();
    parser.setLanguage(await Language.load(grammar));
    const faults = [];
    const look = (node) => {
        if (node.isError || node.isMissing) {
            faults.push(`line ${node.startPosition.row + 1}: ${node.text.slice(0, 60)}`);
        }
        node.children.forEach(look);
    };
    look(parser.parse(readFileSync(file, 'utf8')).rootNode);
    return faults;
}

let failed = false;
for (const file of files) {
    const faults = await (kind === 'har' ? archive(file) : script(file));
    failed ||= faults.length > 0;
    console.log(`${kind}: ${file} ${faults.length === 0 ? 'is sound' : 'is broken'}`);
    faults.slice(0, 10).forEach((fault) => console.error(`  ${fault}`));
}
process.exit(failed || files.length === 0 ? 1 : 0);
