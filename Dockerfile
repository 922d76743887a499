# One image for node, coordinator and viewer; which of them is told by the command:
#   docker run --init --read-only --cap-drop ALL --security-opt no-new-privileges --tmpfs /tmp \
#     -v /srv/samentel:/home/node/samentel samentel node serve --home /home/node/samentel
# The folder must belong to user 1000 (node), and to nobody else: the process is never root, opens no port but
# those in its settings, and writes below that folder only.
FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The image brings Node 24 itself, so the optional packages that carry it are left out.
RUN npm ci --omit=dev --omit=optional && npm cache clean --force
COPY src ./src
COPY protocol ./protocol
COPY node-config ./node-config
USER node
# A small young generation, as in the systemd unit: an idle node then holds some 60 MB less.
ENTRYPOINT ["node", "--max-semi-space-size=8", "src/bin/samentel.mjs"]
CMD ["--help"]
