import { bytesOf, type Message } from "../case.ts";
import { hostileText } from "../hostile.ts";
import type { Random } from "../random.ts";

const FIELDS = [
  "key",
  "Key",
  "Content-Type",
  "acl",
  "tagging",
  "policy",
  "x-amz-signature",
  "x-amz-credential",
  "x-amz-algorithm",
  "x-amz-date",
  "x-amz-meta-a",
  "x-amz-meta-",
  "x-amz-meta-__proto__",
  "success_action_redirect",
  "success_action_status",
  "x-amz-storage-class",
  "__proto__",
  "constructor",
  "file",
];

/** An upload by a form, as pages send it: whoever may put objects there, may do so without a signature. */
export function forms(random: Random, host: string): Message {
  const fields = Array.from(
    { length: random.between(0, 5) },
    () => [random.pick(FIELDS), hostileText(random).slice(0, 2_000)] as const,
  );
  const key = random.pick(["form", "form/\u0024{filename}", "form\0", `form${hostileText(random).slice(0, 2_000)}`]);
  const filename = random.chance(0.5)
    ? "a.txt"
    : hostileText(random)
        .replace(/[\r\n"]/g, "")
        .slice(0, 500);
  const boundary = random.chance(0.9) ? "x" : random.pick(["", "y", "-".repeat(80)]);
  const part = (name: string, value: string, more = "") =>
    `--x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
  const parts = [
    part("key", key),
    ...fields.map(([name, value]) => part(name, value)),
    part("file", "hello", `; filename="${filename}"`),
  ];
  const ending = random.chance(0.9) ? "--x--\r\n" : random.pick(["", "--x", "--x\r\n"]);
  const headers = { host, "content-type": `multipart/form-data; boundary=${boundary}` };
  const body = Buffer.from(parts.join("") + ending);
  return {
    title: "form",
    bytes: bytesOf({ method: "POST", target: "/fuzz-bucket-a", headers, body }),
    answered: true,
    reusable: true,
    errors: "restXml",
  };
}
