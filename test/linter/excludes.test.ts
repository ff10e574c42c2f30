import { expect, test } from "vitest";
import { matcherOf } from "../../linter/workspace/glob.ts";
import {
  scopeOf,
  settingsAt,
  settingsFrom,
  usualExcludes,
  usualSettings,
} from "../../linter/workspace/settings.ts";

const isExcluded = matcherOf(usualExcludes);

test.each([
  "lib/db/Migration.ts",
  "server/src/database/migrations.ts",
  "prisma/seed.ts",
  "packages/db/prisma/seedSettlement.ts",
  "src/migrations/1-users.ts",
  "apps/main/src/migrator/tables.ts",
  "src/seed-users.ts",
  "server/lib/load-seed-data.js",
  "src/db/updates/3.0.0.js",
  "src/testUtils.js",
  "src/services/users.testHelpers.ts",
  "src/services/script-runner.service.ts",
  "src/upgrade.ts",
  "src/devices/device.migrateFromFiles.js",
  "src/migrate-users.ts",
  "src/users/user.migrations.ts",
  "src/backfill-names.ts",
  "server/experiments/scan.ts",
  "server/src/jobs/one-time-job/clean.ts",
  "src/migrationScripts/1-balances.ts",
  "apps/orders/src/repl/oneOff/rename.ts",
  "server/controllers/cypressController.js",
  "src/util/seedOrdersFromCSV.ts",
  "packages/server/src/version-upgrader/columns.ts",
  "packages/realm-test-harness/src/database.ts",
  "src/orders/__integration__/db.ts",
  "cypress.config.js",
  "prisma/vitest-setup-e2e.ts",
  "jest-global-setup.js",
  "src/repositories/in-memory/in-memory-users-repository.ts",
  "src/test-global-setup.ts",
  "src/lib/test-fixture-db.ts",
  "script/tags.js",
  "src/modules/run.once.scripts/fill.ts",
  "src/server/migrationJobs/names.js",
  "src/trigger/runMigration.ts",
  "src/seeder-migrate.ts",
])("a program that runs once is left out: %s", (path) => {
  expect(isExcluded(path)).toBe(true);
});

test.each([
  "src/test-results.ts",
  "src/script/service.ts",
  "src/migrationService.ts",
  "src/migrator.service.ts",
  "src/updates/user.service.ts",
  "src/scripts.ts",
  "src/latestUtils.ts",
  "src/seedling.ts",
  "prisma/client.ts",
  "src/users.ts",
  "src/upgrade/plan.ts",
  "src/devices/device.migrate.js",
  "src/tools/users.ts",
  "src/one-time-passwords/send.ts",
  "src/replies/send.ts",
  "src/client.ts",
])("what only sounds like it is looked at: %s", (path) => {
  expect(isExcluded(path)).toBe(false);
});

test.each([
  "bin/sync.ts",
  "packages/data-cli/src/sync.ts",
  "src/adapters/cli/users.cli.ts",
  "src/orders/cli.ts",
])("a program that is run by hand may ask as often as it likes: %s", (path) => {
  expect(settingsAt(usualSettings, path).rules["n-plus-one"]).toBe("off");
  expect(settingsAt(usualSettings, "src/cli/users.ts").rules["n-plus-one"]).toBeUndefined();
});

test("a glob that begins with an exclamation mark takes back what is left out before it, and the last decides", () => {
  const isWanted = (exclude: string[]) => scopeOf(settingsFrom({ exclude }).settings);
  const back = isWanted(["!scripts", "scripts/old", "!**/seed.ts"]);
  const paths = ["scripts/a.ts", "api/scripts/a.ts", "scripts/old/a.ts", "prisma/seed.ts", "src/a.test.ts"];
  expect(paths.map(back)).toEqual([true, true, false, true, false]);
  expect(paths.map(isWanted(["!scripts", "scripts"]))).toEqual([false, false, false, false, false]);
});
