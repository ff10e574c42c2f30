import type { Library } from "./library.ts";
import { manyWrites, reads, silent, writes } from "./members.ts";

const bulk = "bulk({ operations })";

/** Elasticsearch and OpenSearch. */
export const elasticsearch: Library = {
  name: "elasticsearch",
  title: "Elasticsearch",
  modules: ["@elastic/elasticsearch", "@opensearch-project/opensearch", "@nestjs/elasticsearch"],
  exports: { Client: { class: "Client" }, ElasticsearchService: { class: "Client" } },
  types: {
    Client: {
      place: true,
      members: {
        ...reads("get getSource exists existsSource", "mget({ docs })"),
        ...reads("search count", "msearch({ searches })"),
        ...reads("mget msearch"),
        ...writes("index create update delete", bulk),
        ...manyWrites("bulk updateByQuery deleteByQuery reindex"),
        ...silent("ping info close scroll clearScroll"),
      },
    },
    ElasticsearchService: { extends: "Client", members: {} },
  },
};
