// Starts `yize lsp` and lets the editor speak with it.
"use strict";

const { env, workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

function activate() {
  const settings = workspace.getConfiguration("yize");
  const folders = settings.get("rules").flatMap((folder) => ["--rules", folder]);
  const server = { command: settings.get("path"), args: ["lsp", ...folders] };
  const options = {
    documentSelector: [
      { scheme: "file", language: "rhai" },
      { scheme: "file", pattern: "**/*.toml" },
    ],
    initializationOptions: { lang: settings.get("lang") || env.language },
    synchronize: { fileEvents: workspace.createFileSystemWatcher("**/*.{rhai,toml}") },
  };
  client = new LanguageClient("yize", "议则 yize", server, options);
  return client.start();
}

function deactivate() {
  return client?.stop();
}

module.exports = { activate, deactivate };
