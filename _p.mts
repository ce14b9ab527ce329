import { Store } from "./lab/cloud/store/store.ts";
import { mkdtempSync } from "node:fs";
import { setImmediate as si } from "node:timers/promises";
const s = Store.open(mkdtempSync("/tmp/s3work/st-"));
const c = s.collection<any>("x");
const obj = { key: "k", version: "null", modified: Date.now(), size: 1024, etag: '"abc"', parts: [{blob:"x",size:1024}], checksum: {algorithm:"CRC64NVME", value:"abc", type:"FULL_OBJECT"}, system:{ContentType:"x"}, metadata:{}, tags: undefined, storageClass: undefined, encryption: {algorithm:"AES256"} };
const b = Buffer.alloc(1024, 1);
const time = async (n: string, f: (i: number) => any, k = 10000) => { for (let i=0;i<500;i++) await f(i); const t = performance.now(); const cpu = process.cpuUsage(); for (let i = 0; i < k; i++) { await f(i); if (i % 10 === 0) await si(); } const d = process.cpuUsage(cpu); console.log(n, ((performance.now() - t) / k * 1000).toFixed(1), "us", "cpu", ((d.user+d.system)/k).toFixed(1)); };
for (let r = 0; r < 3; r++) {
await time("2 put", (i) => s.write(() => { c.put(["b", "k" + i], obj); c.put(["blob", "k" + i], {size:1024, bytes: b}); }), 50000);
await time("2 put random", (i) => s.write(() => { c.put(["b", "k" + Math.random()], obj); c.put(["blob", "k" + Math.random()], {size:1024, bytes: b}); }), 50000);
}
await s.close();
