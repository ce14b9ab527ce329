import { Route, Routes } from "react-router";
import { NoPage } from "../parts/no-page.tsx";
import { BucketPage } from "./bucket-page.tsx";
import { BucketList } from "./buckets/bucket-list.tsx";
import { ObjectPage } from "./object/object-page.tsx";

/** Amazon S3: buckets, the folders and objects in them, and their versions. */
export default function S3() {
  return (
    <Routes>
      <Route index element={<BucketList />} />
      <Route path=":bucket" element={<BucketPage />} />
      <Route path=":bucket/object" element={<ObjectPage />} />
      <Route path="*" element={<NoPage />} />
    </Routes>
  );
}
