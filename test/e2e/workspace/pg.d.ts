declare module "pg";
