import { Route, Routes } from "react-router";
import { NoPage } from "../parts/no-page.tsx";
import { RepositoryList } from "./repository-list.tsx";
import { RepositoryPage } from "./repository-page.tsx";

/** Amazon Elastic Container Registry: repositories of container images. */
export default function Ecr() {
  return (
    <Routes>
      <Route index element={<RepositoryList />} />
      <Route path=":name" element={<RepositoryPage />} />
      <Route path="*" element={<NoPage />} />
    </Routes>
  );
}
