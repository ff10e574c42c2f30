import type { Library } from "./library.ts";
import { gives, silent } from "./members.ts";

const bulk = ".in('‹id›', ids)";

/** Supabase: each query is a request to its server, which asks Postgres. */
export const supabase: Library = {
  name: "supabase",
  title: "Supabase",
  modules: [
    "@supabase/supabase-js",
    "@supabase/postgrest-js",
    "@supabase/ssr",
    "@supabase/auth-helpers-nextjs",
  ],
  exports: gives(
    "createClient createServerClient createServerComponentClient createRouteHandlerClient createServerActionClient",
    "Client",
  ),
  types: {
    Client: {
      place: true,
      // What a function of the database does, its name does not say.
      members: {
        from: { call: { returns: "Table" } },
        schema: { call: { returns: "Client" } },
        ...silent("rpc"),
      },
    },
    Table: {
      place: true,
      members: {
        select: { call: { returns: "Select", bulk } },
        insert: { call: { returns: "Insert", bulk: "insert(rows)" } },
        upsert: { call: { returns: "Insert", bulk: "upsert(rows)" } },
        update: { call: { returns: "Write" } },
        delete: { call: { returns: "Delete", bulk: `delete()${bulk}` } },
      },
    },
    Select: { runs: "read", members: { "*": { call: { returns: "Select", bulk } } } },
    Insert: {
      runs: "write",
      bulk: "insert(rows)",
      members: { "*": { call: { returns: "Insert", bulk: "insert(rows)" } } },
    },
    Delete: { runs: "write", members: { "*": { call: { returns: "Delete", bulk: `delete()${bulk}` } } } },
    Write: { runs: "write", members: { "*": { call: { returns: "Write" } } } },
  },
  aliases: { SupabaseClient: "Client" },
  usualNames: [{ names: ["supabase", "supabaseAdmin", "supabaseClient"], type: "Client" }],
};
