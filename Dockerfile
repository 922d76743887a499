# One image for node, coordinator and viewer; which of them is told by the command:
#   docker run -v /srv/samentel:/home/node/samentel samentel node serve --home /home/node/samentel
FROM node:24-bookworm-slim
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The image brings Node 24 itself, so the optional packages that carry it are left out.
RUN npm ci --omit=dev --omit=optional
COPY src ./src
COPY protocol ./protocol
COPY node-config ./node-config
USER node
ENTRYPOINT ["node", "src/bin/samentel.mjs"]
CMD ["--help"]
