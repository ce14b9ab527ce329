import { Route, Routes } from "react-router";
import { NoPage } from "../parts/no-page.tsx";
import { ItemPage } from "./items/item-page.tsx";
import { TablePage } from "./table-page.tsx";
import { TableList } from "./tables/table-list.tsx";
import "./dynamodb.css";

/** Amazon DynamoDB: the tables, their items, streams and backups. */
export default function DynamoDb() {
  return (
    <Routes>
      <Route index element={<TableList />} />
      <Route path=":table" element={<TablePage />} />
      <Route path=":table/item" element={<ItemPage />} />
      <Route path="*" element={<NoPage />} />
    </Routes>
  );
}
