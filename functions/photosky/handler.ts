import { handle } from "hono/aws-lambda";
import { Album } from "./album.ts";
import { photosky } from "./app.ts";

const bucket = process.env.BUCKET_NAME;
if (!bucket) throw new Error("BUCKET_NAME is not set: it names the bucket that keeps the pictures");

export const handler = handle(photosky(new Album(bucket)));
