#!/usr/bin/env node
import "../dist/lab/docker/main.js";
