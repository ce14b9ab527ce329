import { useState } from "react";
import { usePlace } from "../../cloud/place.ts";

/** How many statements are remembered. */
const MOST = 20;

/** The last statements that were run on a table's page, in this browser: the last one first. */
export function useStatements(table: string) {
  const { account, region } = usePlace();
  const key = `skylab-statements ${account} ${region} ${table}`;
  const [kept, setKept] = useState(() => ({ key, statements: read(key) }));
  const statements = kept.key === key ? kept.statements : read(key);
  return {
    statements,
    save(statement: string) {
      // Another tab may have saved others meanwhile.
      const next = [statement, ...read(key).filter((one) => one !== statement)].slice(0, MOST);
      localStorage.setItem(key, JSON.stringify(next));
      setKept({ key, statements: next });
    },
  };
}

function read(key: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(kept) ? kept.map(String) : [];
  } catch {
    return [];
  }
}
