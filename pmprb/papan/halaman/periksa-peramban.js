// The first script of the one file, in the language of 2009: it runs in browsers that understand nothing of the rest.
(function () {
  var perlu = "noModule" in document.createElement("script") && typeof Promise !== "undefined" && typeof Symbol !== "undefined";
  if (perlu) return;
  window.onload = function () {
    var pesan = document.getElementById("menunggu");
    if (pesan) pesan.firstChild.nodeValue = "Peramban ini terlalu lama untuk halaman ini. Buka berkas yang sama dengan Chrome atau Edge 109, Firefox 115, atau yang lebih baru.";
  };
})();
