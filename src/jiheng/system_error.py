"""What the operating system says of a file, a folder or a port that it refuses, in Chinese."""

import errno

_WORDS = {
    errno.ENOENT: "不存在",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "是文件夹，不是文件",
    errno.EACCES: "没有权限，或正被别的程序使用",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在的盘是只读的",
    errno.EBUSY: "正被别的程序使用",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超过了磁盘配额",
    errno.EFBIG: "文件太大",
    errno.EIO: "磁盘读写出错",
    errno.EEXIST: "已经存在",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.ENAMETOOLONG: "名称太长",
    errno.EINVAL: "名称或位置不合规定",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "同时打开的文件太多",
    errno.ENFILE: "同时打开的文件太多",
    errno.EADDRINUSE: "已经有程序在用",
    errno.EADDRNOTAVAIL: "不是这台机器的地址",
}


def reason(error: OSError) -> str:
    """Why the system refused; its number where there is no word for it."""
    if error.errno is None:
        return "系统没有说明原因"
    return _WORDS.get(error.errno, f"系统错误 {error.errno}")
