/** Names that stand for a release, in tags of their own image and as the last part of others' (`node:14-buster`): a line for each, with product and release as the table of ends of life has them. */
export const codenames = `
wheezy debian 7
jessie debian 8
stretch debian 9
buster debian 10
bullseye debian 11
bookworm debian 12
trixie debian 13
precise ubuntu 12.04
trusty ubuntu 14.04
xenial ubuntu 16.04
bionic ubuntu 18.04
focal ubuntu 20.04
jammy ubuntu 22.04
noble ubuntu 24.04
resolute ubuntu 26.04
`;
