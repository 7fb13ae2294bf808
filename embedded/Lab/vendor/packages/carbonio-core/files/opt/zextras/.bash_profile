# Read by login shells of zextras.
export PATH=/opt/zextras/bin:/opt/zextras/common/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin
umask 0027
