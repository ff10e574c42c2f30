// Options that Nest's configuration holds.

// case: a part of the configuration that lacks the limit, however it is asked for
// file: database.config.ts
import { registerAs } from "@nestjs/config";
export default registerAs("database", () => ({ type: "postgres" as const, host: process.env.DB_HOST }));
// file: app.module.ts
import { Module } from "@nestjs/common";
import { ConfigService, type ConfigType } from "@nestjs/config";
import { TypeOrmModule } from "@nestjs/typeorm";
import databaseConfig from "./database.config";
@Module({
  imports: [
    TypeOrmModule.forRootAsync({ // expect: pool-acquire-timeout
      inject: [ConfigService],
      useFactory: (config: ConfigService) => config.get("database"),
    }),
  ],
})
export class Asked {}
@Module({
  imports: [
    TypeOrmModule.forRootAsync({ // expect: pool-acquire-timeout
      inject: [ConfigService],
      useFactory: async (config: ConfigService) => ({ ...config.getOrThrow("database"), synchronize: false }),
    }),
  ],
})
export class Spread {}
@Module({
  imports: [
    TypeOrmModule.forRootAsync({ // expect: pool-acquire-timeout
      inject: [databaseConfig.KEY],
      useFactory: (database: ConfigType<typeof databaseConfig>) => database,
    }),
  ],
})
export class Injected {}
@Module({ imports: [TypeOrmModule.forRootAsync(databaseConfig.asProvider())] }) // expect: pool-acquire-timeout
export class Provided {}

// case: the same with the limit
// file: database.config.ts
import { registerAs } from "@nestjs/config";
export default registerAs("database", () => ({
  type: "postgres" as const,
  host: process.env.DB_HOST,
  connectTimeoutMS: 5000,
}));
// file: app.module.ts
import { Module } from "@nestjs/common";
import { ConfigService, type ConfigType } from "@nestjs/config";
import { TypeOrmModule } from "@nestjs/typeorm";
import databaseConfig from "./database.config";
@Module({
  imports: [
    TypeOrmModule.forRootAsync({ useFactory: (config: ConfigService) => config.get("database") }),
    TypeOrmModule.forRootAsync({ useFactory: (database: ConfigType<typeof databaseConfig>) => database }),
    TypeOrmModule.forRootAsync(databaseConfig.asProvider()),
  ],
})
export class Limited {}

// case: a configuration that is loaded as a whole
// file: configuration.ts
export default () => ({ port: 3000, pg: { primary: { max: 20 }, replica: { max: 20, connectionTimeoutMillis: 2000 } } });
// file: other.ts
export const other = () => ({ mail: { host: "mail" } });
// file: app.module.ts
import { Module } from "@nestjs/common";
import { ConfigModule, ConfigService } from "@nestjs/config";
import { Pool } from "pg";
import configuration from "./configuration";
import { other } from "./other";
@Module({
  imports: [ConfigModule.forRoot({ isGlobal: true, load: [configuration, other] })],
  providers: [
    { provide: "PRIMARY", inject: [ConfigService], useFactory: (config: ConfigService) => new Pool(config.get("pg.primary")) }, // expect: pool-acquire-timeout
    { provide: "REPLICA", inject: [ConfigService], useFactory: (config: ConfigService) => new Pool(config.get("pg.replica")) },
    { provide: "OTHER", inject: [ConfigService], useFactory: (config: ConfigService) => new Pool(config.get("unknown")) },
  ],
})
export class AppModule {}

// case: a map that is asked for the same name is no configuration
// file: database.config.ts
import { registerAs } from "@nestjs/config";
export const one = registerAs("database", () => ({ max: 5 }));
export const two = registerAs("database", () => ({ max: 6, connectionTimeoutMillis: 1000 }));
// file: main.ts
import { Pool, type PoolConfig } from "pg";
export const open = (options: Map<string, PoolConfig>) => new Pool(options.get("database"));
